"""Imported by the server from which processes are forked: what each desk would import and prepare at its start."""

from sqlalchemy.orm import configure_mappers

from handlers import every_handler

tuple(every_handler())
configure_mappers()
