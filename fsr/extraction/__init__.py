"""Reading documents into values: pure engines over words and their places.

Nothing in this package knows Flask, SQL, the clock or the network.  `reading`
and `found` hold the values that all engines speak; `readers` turn bytes into a
`Reading` and are imported only inside the limited child process.
"""
