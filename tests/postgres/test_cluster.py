"""A library on a cluster of three, one of whose nodes goes and comes back."""

from pathlib import Path

from papers_store.opening import make_library, open_library
from support.drivers.citus import Cluster
from support.drivers.postgres import wait_until
from support.drivers.program import Program
from support.oracle import Oracle


def test_an_import_outlives_a_node_that_goes_and_comes_back(
    cluster: Cluster, pages: Path, run_at: Program
) -> None:
    address = cluster.url(cluster.database())
    make_library(address, citus=True)
    with open_library(address) as reading:
        importing = run_at.start(address, "import", str(pages))
        wait_until(lambda: len(reading) or importing.poll() is not None, "a batch is there")
        worker = cluster.workers[0]
        worker.kill()
        worker.start()
        _, err = importing.communicate(timeout=120)
        assert importing.returncode == 0, err
        ids = [one for batch in reading.contents() for one in batch]
        assert len(ids) == len(reading) == reading.find().total == len([*pages.iterdir()])
    assert run_at(address, "library", "check").returncode == 0


def test_no_shard_keeps_what_was_written_in_a_list_that_every_query_reads(
    cluster: Cluster, oracle: Oracle
) -> None:
    database = cluster.database()
    make_library(cluster.url(database), citus=True)
    for node in (cluster.coordinator, *cluster.workers):
        with node.connect(database) as connection:
            connection.execute("CREATE EXTENSION IF NOT EXISTS pgstattuple")
    with open_library(cluster.url(database)) as library:
        library.put(oracle.articles)
    with cluster.connect(database) as connection:
        left = connection.execute(
            "SELECT result FROM run_command_on_shards('terms', $$ SELECT sum(CASE a.amname"
            " WHEN 'gin' THEN (pgstatginindex(c.oid)).pending_tuples ELSE 0 END)"
            " FROM pg_index i JOIN pg_class c ON c.oid = i.indexrelid"
            " JOIN pg_am a ON a.oid = c.relam WHERE i.indrelid = '%s'::regclass $$)"
        ).fetchall()
    assert left and {*left} == {("0",)}
