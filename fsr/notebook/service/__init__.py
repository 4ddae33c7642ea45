"""The verbs of the notebook, by noun; import the module that has yours: `from fsr.notebook.service import saving`."""
