"""Parse connection strings of libpq, and show them without a password."""

from urllib.parse import quote

import psycopg
from psycopg.conninfo import conninfo_to_dict

from papers_store.errors import LibraryError

_PREFIXES = ("postgresql://", "postgres://")


def parameters_of(address: str) -> dict[str, str]:
    """Return the parameters of an address.

    Raises:
        LibraryError: It is not an address.
    """
    try:
        # A missing service is reported when connecting.
        found = {name: str(value) for name, value in conninfo_to_dict(address).items()}
    except psycopg.ProgrammingError as error:
        # The message of libpq may repeat the address with its password.
        raise LibraryError(
            "the library's address is not one that libpq reads; it is like"
            " postgresql://user@host/database, with %40 for an @ inside a part of it"
        ) from error
    if any("@" in host for host in found.get("host", "").split(",")):
        raise LibraryError("the library's address holds an @ too many; write %40 for one in a part")
    return found


def name_of(address: str, parameters: dict[str, str]) -> str:
    """Return the address without a password, to be shown to people."""
    if not address.startswith(_PREFIXES):
        shown = ("service", "host", "port", "user", "dbname")
        return " ".join(f"{one}={parameters[one]}" for one in shown if one in parameters)
    user = f"{quote(parameters['user'], safe='')}@" if "user" in parameters else ""
    hosts = parameters.get("host", "").split(",")
    ports = parameters.get("port", "").split(",")
    if len(ports) == 1:
        ports *= len(hosts)
    where = ",".join(
        f"{host}:{port}" if port else host for host, port in zip(hosts, ports, strict=False)
    )
    return f"postgresql://{user}{where}/{parameters.get('dbname', '')}"
