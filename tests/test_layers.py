"""The edge's modules form layers, and each protocol has one owner."""

import ast
from pathlib import Path

import pytest

EDGE = Path(__file__).parents[1] / "edge"

ORDER = [
    "errors",
    "endings",
    "config",
    "context",
    "policies",
    "vapi",
    "tools",
    "status",
    "hooks",
    "invoke",
    "speech",
    "control",
    "state",
    "work",
    "webhook",
    "health",
    "app",
    "server",
    "logs",
    "verify",
    "scaffold",
    "doctor",
    "workers",
    "cli",
    "__main__",
]
"""Every room may import only those above it."""

OWNERS = {
    "aiohttp": {
        "vapi.control",
        "webhook.route",
        "webhook.bodies",
        "webhook.responses",
        "webhook.deliveries",
        "webhook.voice",
        "health",
        "app",
        "server",
        "cli.serving",
    },
    "argparse": {"cli"},
    "cachetools": {"policies.answers"},
    "cryptography": {"vapi.encryption"},
    "grpc": {
        "tools.channel",
        "tools.reflection",
        "hooks",
        "invoke",
        "status",
        "control",
        "verify",
        "work",
    },
    "grpc_reflection": {"tools.reflection", "verify"},
    "hmac": {"vapi.auth.checks", "vapi.auth.signatures"},
    "httpx": {"cli.call", "tools.sets", "vapi.auth.jwks", "doctor"},
    "jwt": {"doctor.credentials", "vapi.auth.jwks", "vapi.auth.jwts"},
    "limits": {"policies.rates", "policies.shared"},
    "liquid": {"vapi.tags", "scaffold.text"},
    "nats": {"state"},
    "os": {
        "tools.memory",
        "state.folder",
        "state.launch",
        "state.server",
        "workers",
        "cli.census",
        "cli.serve",
        "__main__",
    },
    "tomllib": {"config.loading"},
    "uvloop": {"cli.loop"},
    "yaml": {"vapi.assistant_files"},
}
"""Who may import a library: modules, or whole rooms."""

MODULES = {
    ".".join(path.relative_to(EDGE).with_suffix("").parts).removesuffix(".__init__"): (
        path
    )
    for path in sorted(EDGE.rglob("*.py"))
    if path != EDGE / "__init__.py"
}


def imports(module: str) -> set[str]:
    """Return the full names of all that a module imports."""
    names = set()
    for node in ast.walk(ast.parse(MODULES[module].read_text())):
        if isinstance(node, ast.Import):
            names |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom):
            names |= {f"{node.module}.{alias.name}" for alias in node.names}
    return names


def inside(module: str) -> set[str]:
    """Return the edge's own modules that a module imports."""
    own = {name.removeprefix("edge.") for name in imports(module)}
    return {name if name in MODULES else name.rpartition(".")[0] for name in own} & set(
        MODULES
    )


@pytest.mark.parametrize("module", MODULES)
def test_a_module_imports_only_rooms_above_its_own(module):
    room = module.partition(".")[0]
    above = ORDER[: ORDER.index(room) + 1]
    assert {name.partition(".")[0] for name in inside(module)} <= set(above)


def test_no_module_imports_itself_by_a_detour():
    done: list[str] = []

    def visit(module: str, path: tuple[str, ...]) -> None:
        assert module not in path, " -> ".join([*path, module])
        if module not in done:
            for name in inside(module) - {module}:
                visit(name, (*path, module))
            done.append(module)

    for module in MODULES:
        visit(module, ())


@pytest.mark.parametrize("library", OWNERS)
def test_each_library_has_its_owners(library):
    users = {m for m in MODULES if any(n.split(".")[0] == library for n in imports(m))}
    allowed = {m for m in users if {m, m.partition(".")[0]} & OWNERS[library]}
    assert users == allowed


def test_the_edge_imports_no_generated_tool_code():
    assert not {
        module
        for module in MODULES
        if any(name.startswith("tools.") for name in imports(module))
    }


def test_services_import_neither_the_edge_nor_each_other():
    services = EDGE.parent / "services"
    for path in services.glob("*/*_service/**/*.py"):
        package = path.relative_to(services).parts[1]
        for node in ast.walk(ast.parse(path.read_text())):
            if isinstance(node, ast.ImportFrom) and node.module:
                first = node.module.split(".")[0]
                assert first != "edge", path
                assert first == package or not first.endswith("_service"), path
