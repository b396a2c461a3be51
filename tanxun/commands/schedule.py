"""`tanxun schedule`: the clock."""

import logging
from datetime import UTC, datetime
from pathlib import Path

import click


@click.command()
@click.option("--list", "only_list", is_flag=True, help="Show when each job runs next, and stop.")
@click.option(
    "--file",
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
    help="Another schedule than data/schedule.toml.",
)
def command(only_list: bool, file: Path | None) -> None:
    """Run the jobs of data/schedule.toml at their times (Shanghai), until stopped.

    Crawls after the close and again the next morning, and drafts the weekly. One scheduler at a time, one job at
    a time.
    """
    from tanxun import schedule

    plan = schedule.load(file or schedule.FILE)
    for time, job in schedule.upcoming(plan, datetime.now(UTC)):
        click.echo(f"{time:%Y-%m-%d %H:%M}  {job.title}  tanxun {' '.join(job.command)}")
    if only_list:
        return
    logging.basicConfig(level=logging.INFO, format="%(asctime)s %(message)s", datefmt="%Y-%m-%d %H:%M:%S")
    logging.getLogger("apscheduler").setLevel(logging.WARNING)
    schedule.follow(plan)
