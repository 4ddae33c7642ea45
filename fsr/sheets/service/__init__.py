"""The verbs on sheets, by noun: each takes the actor, raises the words of `fsr.errors`, and never commits."""
