"""The files of the page: its own, and Amazon's viewer from node_modules, each with its security headers."""

from mimetypes import guess_type
from pathlib import Path

from flask import Response, send_file
from werkzeug.exceptions import NotFound


FOLDER = Path(__file__).parent / "static"
PROJECTS = (Path(__file__).parents[3], Path.cwd())
"""The folders in which node_modules may be."""
MODULES = {
    "viewer.js": "apl-viewhost-web/index.js",
    "regular.woff2": "@fontsource/open-sans/files/open-sans-latin-400-normal.woff2",
    "bold.woff2": "@fontsource/open-sans/files/open-sans-latin-700-normal.woff2",
}
"""The files of node_modules that the page may load, by the page's names for them."""

POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; connect-src 'self'; frame-src 'self';"
    " base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
)
# The viewer, from 2020, makes functions from text and writes inline styles.
FRAME_POLICY = (
    "sandbox allow-scripts; default-src 'none'; script-src 'self' 'unsafe-eval'; style-src 'self' 'unsafe-inline';"
    " img-src data: blob:; font-src 'self'; connect-src data:; base-uri 'none'; form-action 'none';"
    " frame-ancestors 'self'"
)


def page_file(name: str) -> Response:
    """Return a file of the page; raises NotFound."""
    if name not in {path.name for path in FOLDER.iterdir()}:
        raise NotFound
    response = Response((FOLDER / name).read_bytes(), mimetype=guess_type(name)[0])
    framed = name.startswith("viewer")
    response.headers["Content-Security-Policy"] = FRAME_POLICY if framed else POLICY
    response.headers["Cross-Origin-Opener-Policy"] = "same-origin"
    response.headers["Cross-Origin-Resource-Policy"] = "cross-origin" if framed else "same-origin"
    response.headers["Permissions-Policy"] = "camera=(), geolocation=(), microphone=(self)"
    return response


def module_file(name: str) -> Response:
    """Return a file of MODULES; raises NotFound. The frame has no origin, so it needs permission to load fonts."""
    path = module_path(name)
    if path is None:
        raise NotFound
    response = send_file(path, conditional=True, max_age=3600)
    response.headers["Access-Control-Allow-Origin"] = "*"
    response.headers["Cross-Origin-Resource-Policy"] = "cross-origin"
    return response


def module_path(name: str) -> Path | None:
    """Return the path of a file of MODULES, or None if it is not installed."""
    if name not in MODULES:
        return None
    paths = (project / "node_modules" / MODULES[name] for project in PROJECTS)
    return next((path for path in paths if path.is_file()), None)
