"""Reports: whole files, no network, the numbers of the marts; a review tells of one account."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import duckdb
import pytest
from conftest import PROJECT
from test_boards import FORMULA, HOSTILE, build, change, plain, read, render, rows_of, words

from tools import boards, report
from tools.files import Refused, Status

# What is ours alone: where one of these stands in a review, a customer reads it.
INTERNAL = re.compile(
    r"risk|churn|critical|healthy|revenue|renewal|playbook|band|alert|outlook|invoice|discount",
    re.IGNORECASE,
)
# An account whose segment is large enough to be compared with, and one whose is not.
COMPARED = (
    "select min(account_id) from account_review_sides where segment_median is not null "
    "and category_id = 'overall' and score is not null"
)
ALONE = (
    "select min(account_id) from account_review_sides as sides where score is not null and not "
    "exists (select 1 from account_review_sides as others where others.account_id = "
    "sides.account_id and others.segment_median is not null)"
)


@pytest.fixture(scope="module")
def published(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The file that the reports are made of."""
    return build(tmp_path_factory.mktemp("published"))


def seen(page: str) -> str:
    """What a reader sees, without scripts and styles."""
    return words(re.sub(r"<(script|style)\b.*?</\1>", "", page, flags=re.DOTALL))


def use(monkeypatch: pytest.MonkeyPatch, database: Path) -> None:
    """Let the tool read this published file."""
    monkeypatch.setenv("BELLWETHER_PATH", str(database))
    monkeypatch.delenv("BELLWETHER_TARGET", raising=False)


@pytest.fixture(scope="module")
def written(
    published: Path, tmp_path_factory: pytest.TempPathFactory
) -> dict[str, tuple[Path, str]]:
    """What `make report` and `make review` of two accounts wrote: path and page, by report."""
    folder = tmp_path_factory.mktemp("reports")
    with pytest.MonkeyPatch.context() as patch:
        use(patch, published)
        report.run(None, folder)
        for sql in (COMPARED, ALONE):
            report.run(str(plain(published, sql)), folder)
    names = {path.name: path for path in folder.glob("*.html")}
    assert {path.suffix for path in folder.iterdir()} == {".html", ".pdf"}
    assert len(list(folder.iterdir())) == 2 * len(names) == 8
    week = plain(published, "select max(snapshot_week) from account_overview")
    month = plain(published, "select max(snapshot_month) from health_trends_monthly")
    files = {
        "weekly": f"weekly_{week}.html",
        "monthly": f"monthly_{month:%Y-%m}.html",
        "compared": f"review_{plain(published, COMPARED)}_{week}.html",
        "alone": f"review_{plain(published, ALONE)}_{week}.html",
    }
    return {name: (names[file], names[file].read_text()) for name, file in files.items()}


REPORTS = ("weekly", "monthly", "compared", "alone")


@pytest.mark.parametrize("name", REPORTS)
def test_a_report_needs_no_network(name: str, written: dict[str, tuple[Path, str]]) -> None:
    path, page = written[name]
    markup = re.sub(r"<script>.*?</script>", "", page, flags=re.DOTALL)
    loaded = re.findall(r"(?:\b(?:src|href)\s*=|url\(|@import)\s*[\"']?([^\"')>\s]*)", markup)
    assert loaded
    assert [target for target in loaded if not target.startswith(("#", "data:"))] == []
    assert set(re.findall(r"https?://[^\s\"'<)]+", page)) <= {
        "http://www.w3.org/2000/svg",
        "http://www.w3.org/1999/xlink",
    }
    pdf = path.with_suffix(".pdf").read_bytes()
    assert pdf.startswith(b"%PDF") and pdf.rstrip().endswith(b"%%EOF")
    assert b"/URI" not in pdf


@pytest.mark.parametrize("name", REPORTS)
def test_no_address_and_no_control_is_on_a_report(
    name: str, written: dict[str, tuple[Path, str]]
) -> None:
    _, page = written[name]
    assert not re.search(r"\w@\w", seen(page))
    assert not re.search(r"<(input|select|button)\b", page)


def test_numbers_are_those_of_the_marts(
    written: dict[str, tuple[Path, str]], published: Path, tmp_path: Path
) -> None:
    at_risk = plain(
        published,
        "select count(*) from health_watchlist "
        "where snapshot_week = (select max(snapshot_week) from account_overview)",
    )
    weekly, monthly, compared = (seen(written[name][1]) for name in REPORTS[:3])
    assert f"{at_risk} Customers at risk or critical" in weekly
    first = plain(
        published,
        "select account_name from health_watchlist where attention_rank = 1 and snapshot_week = "
        "(select max(snapshot_week) from account_overview)",
    )
    assert str(first) in weekly
    mean = plain(
        published,
        "select mean_score from health_trends_monthly where scorecard_id = 'health' and segment = "
        "'*' order by snapshot_month desc limit 1",
    )
    assert f"{mean:,.1f} Mean score" in monthly
    account = str(plain(published, COMPARED))
    page = read(published, tmp_path, "reports/review", "--var", f"account=id:{account}")
    shown = {
        row["category_id"]: (row["score"], row["segment_median"])
        for query in ("overall", "radar")
        for row in rows_of(page, query)
    }
    with duckdb.connect(str(published), read_only=True) as connection:
        held = connection.execute(
            "select category_id, score, median_score from bellwether.adoption_scores as scores "
            "inner join bellwether.account_overview as accounts using (account_id, snapshot_week) "
            "inner join bellwether.adoption_benchmarks as benchmarks "
            "using (category_id, snapshot_week) "
            "where account_id = ? and dimension = 'segment' and group_name = accounts.segment",
            [account],
        ).fetchall()
    assert len(held) == 5
    for category, score, median in held:
        assert shown[category] == (score, median)
        assert score is None or f"{score:.1f} / {median:.1f}" in compared
    overall, middle = shown["overall"]
    assert f"{overall:.1f} Adoption in all" in compared
    assert f"{middle:.1f} Middle of your segment" in compared


@pytest.mark.parametrize(("name", "sql"), [("compared", COMPARED), ("alone", ALONE)])
def test_a_review_tells_of_one_account_alone(
    name: str, sql: str, written: dict[str, tuple[Path, str]], published: Path
) -> None:
    page = re.sub(r"data:[^'\")]*", "", written[name][1])
    account = str(plain(published, sql))
    with duckdb.connect(str(published), read_only=True) as connection:
        others = connection.execute(
            "select distinct account_id, account_name from bellwether.health_scores "
            "where account_id <> ?",
            [account],
        ).fetchall()
        (own,) = connection.execute(
            "select account_name from bellwether.account_overview where account_id = ?", [account]
        ).fetchone() or ("",)
    assert own in seen(page)
    assert len(others) > 10
    told = [word for other in others for word in other if word in page and word not in own]
    assert told == []
    assert INTERNAL.findall(seen(page).replace(own, "")) == []
    is_alone = name == "alone"
    assert ("too few customers for a comparison" in seen(page)) == is_alone
    assert ("middle of your segment" in seen(page).lower()) != is_alone


def test_names_are_shown_as_text_and_ids_lead_nowhere(
    published: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The tool would read an id in brackets as a list, and a folder would follow a path."""
    account, bad = str(plain(published, COMPARED)), '["../../x"]'
    marts = ("account_overview", "account_review_sides", "account_review_points")
    database = change(
        published,
        tmp_path / "scores.duckdb",
        f"update health_watchlist set account_name = '{FORMULA}'",
        f"update account_overview set account_name = '{FORMULA}'",
        *(
            f"update {mart} set account_name = '{HOSTILE}', account_id = '{bad}' "
            f"where account_id = '{account}'"
            for mart in (*marts, "adoption_overview", "health_watchlist")
        ),
    )
    use(monkeypatch, database)
    report.run(HOSTILE.lower(), tmp_path / "reports")
    (page,) = [path.read_text() for path in (tmp_path / "reports").glob("review_x-*.html")]
    pages = [page, *render(database, tmp_path, "html", ["reports/weekly"]).values()]
    assert not [page for page in pages if "<script>alert(1)" in page]
    assert HOSTILE in seen(pages[0])
    assert FORMULA in seen(pages[1])


def test_what_is_empty_is_said(published: Path, tmp_path: Path) -> None:
    database = change(
        published,
        tmp_path / "scores.duckdb",
        "delete from health_watchlist",
        "delete from health_trends_monthly",
        "update account_overview set health_change = null, is_renewal_within_horizon = null",
    )
    pages = render(database, tmp_path, "html", ["reports/weekly", "reports/monthly"])
    for sentence in (
        "Nobody is at risk or critical this week",
        "No score fell this week",
        "No renewal is near",
    ):
        assert sentence in seen(pages["reports/weekly"]), sentence
    assert "This card has no score in any month" in seen(pages["reports/monthly"])


@pytest.fixture
def refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Callable[[Path, Any], Refused]:
    """What a run says that writes nothing."""

    def run(database: Path, account: str | None) -> Refused:
        use(monkeypatch, database)
        with pytest.raises(Refused) as caught:
            report.run(account, tmp_path / "none")
        assert not list(tmp_path.glob("none/*"))
        return caught.value

    return run


def test_what_cannot_be_written_is_refused_in_a_sentence(
    published: Path, tmp_path: Path, refused: Callable[[Path, Any], Refused]
) -> None:
    account = str(plain(published, COMPARED))
    name = str(
        plain(
            published,
            f"select account_name from account_overview where account_id = '{account}'",
        )
    )
    nothing = refused(tmp_path / "nowhere.duckdb", None)
    assert "Run `make build` first" in str(nothing)
    assert nothing.status is Status.BUILD_FIRST
    assert "make review ACCOUNT=" in str(refused(published, " "))
    assert f"Nearest: {name} ({account})" in str(refused(published, account[:-1]))
    # An id that is there in another case is no account that has left.
    assert f"{name} ({account})" in str(refused(published, account.swapcase()))
    assert f"{name} ({account})" in str(refused(published, f"{name[:-1]}$(touch x)"))
    assert "No account has the id or the name" in str(refused(published, "'\"; drop"))
    left = change(
        published,
        tmp_path / "left.duckdb",
        f"delete from account_overview where account_id = '{account}'",
    )
    assert f"{name} is no customer any more" in str(refused(left, account))
    unknown = change(
        published,
        tmp_path / "unknown.duckdb",
        f"update account_overview set adoption_score = null where account_id = '{account}'",
    )
    assert "has no adoption score in the week of" in str(refused(unknown, account))
    twins = change(
        published, tmp_path / "twins.duckdb", "update account_overview set account_name = 'Same'"
    )
    assert account in str(refused(twins, "same"))
    older = change(published, tmp_path / "older.duckdb", "drop table account_overview")
    assert "not built by this version" in str(refused(older, None))


def test_without_the_boards_it_says_how_to_set_them_up(
    published: Path, refused: Callable[[Path, Any], Refused], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(boards, "PROJECT", PROJECT / "nowhere")
    monkeypatch.setattr(boards.sys, "executable", "/nowhere/python")
    said = refused(published, None)
    assert "`make boards`" in str(said)
    assert said.status is Status.BUILD_FIRST
    monkeypatch.undo()
    monkeypatch.setenv("BELLWETHER_TARGET", "spark")
    with pytest.raises(Refused, match="DuckDB and PostgreSQL"):
        report.run(None, Path("/nowhere"))
