"""The databases and the browser of the test fixtures work as documented."""

from pathlib import Path

import pytest
from playwright.sync_api import Page
from sqlalchemy import NullPool, create_engine, inspect, text

from tests.postgresql import Postgres, program


def fill(url: str) -> None:
    engine = create_engine(url, poolclass=NullPool)
    with engine.begin() as connection:
        connection.execute(text("CREATE TABLE cars (plate TEXT)"))


def tables(url: str) -> list[str]:
    return inspect(create_engine(url, poolclass=NullPool)).get_table_names()


@pytest.mark.parametrize("time", ["first", "second"])
def test_each_test_has_its_own_empty_database(database_url: str, time: str) -> None:
    assert tables(database_url) == []
    fill(database_url)
    assert tables(database_url) == ["cars"]


def test_a_prepared_database_is_filled_once_and_copied(postgres: Postgres) -> None:
    template = postgres.prepared("with_cars", fill)
    assert postgres.prepared("with_cars", fill) == template
    copy = postgres.create(template)
    assert tables(postgres.url(copy)) == ["cars"]
    postgres.drop(copy)


def test_a_page_runs_its_scripts(page: Page, tmp_path: Path) -> None:
    (tmp_path / "page.html").write_text("<p></p><script>document.querySelector('p').append('备案成功')</script>")
    page.goto(f"file://{tmp_path}/page.html")
    assert page.inner_text("p") == "备案成功"


def test_the_phone_page_is_390_pixels_wide(phone_page: Page) -> None:
    phone_page.set_content("<meta name=viewport content='width=device-width'>")
    assert phone_page.evaluate("innerWidth") == 390


def test_a_missing_program_is_reported_with_the_way_to_install_it() -> None:
    with pytest.raises(LookupError, match="apt-get install postgresql"):
        program("no-such-program")
