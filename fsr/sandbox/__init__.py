"""Reads strangers' documents in limited child processes, so that nothing they hold can harm the app.

`pool.Sandbox` is the door: `sandbox.call(name, path, options)` runs one of a few
named pure functions in a warm child.  The web process itself imports no parser.
"""
