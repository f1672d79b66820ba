"""Services. Personal data: export, erasure, and what prevents the deletion of an account.

Each module here exports and erases the personal data of one domain and defines a `KEEPER`; `data_requests` finds them.
"""
