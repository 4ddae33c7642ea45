"""What a licence asks for in continuing education, as dated data, and the engine that counts rows against it.

Pure: rows, licence and rules go in, bars come out (`progress.progress`).  Hours are `Decimal` everywhere, so 0.2 six
times is 1.2.  Nothing here is legal advice: every rule names its source and the day it was checked.
"""
