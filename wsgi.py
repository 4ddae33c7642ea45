"""The application for any WSGI server: `gunicorn wsgi:app`, `flask run`."""

from fsr import create_app

app = create_app()
