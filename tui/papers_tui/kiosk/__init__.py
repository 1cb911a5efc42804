"""The reading room for strangers: papers-tui --kiosk, as an SSH server's ForceCommand.

Three walls stand behind one another. The program starts itself anew with an environment of its
own making (`environment`); the app has no way out (`papers_tui.access`); and the process refuses to
start programs and to write files, whoever asks (`wall`). For administrators there is
docs/ssh-kiosk.md.
"""
