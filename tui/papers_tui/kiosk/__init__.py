"""The kiosk for guests: papers-tui --kiosk, as an SSH server's ForceCommand.

Three defences stand behind one another. The program restarts itself with a clean environment
(`environment`); the app has no way out (`papers_tui.access`); and the process refuses to start
programs and to write files (`sandbox`). For administrators there is docs/ssh-kiosk.md.
"""
