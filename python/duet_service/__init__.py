"""The Python service. `app.build_app` makes it; `server.py`, beside this folder, listens."""
