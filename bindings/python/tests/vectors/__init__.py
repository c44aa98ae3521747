"""The conformance vectors of `tests/vectors`, run against the installed `smtpwire`.

`tests/vectors/README.md` of the project describes the files. Run it by its path, or as a module in the folder above:

    python bindings/python/tests/vectors --vectors tests/vectors [--table]

Read `case` first, which knows what is common to all files, then one of the subjects, then
`dialogs`. A subject is one module, named as its file; it uses nothing but the public interface.
"""
