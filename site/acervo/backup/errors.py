"""Why a copy was not made or not restored; the messages are for whoever runs the command."""


class BackupError(Exception):
    """The copy could not be made; what was at its place before is still there."""


class RestoreError(Exception):
    """The copy was refused or could not be written; the site is as it was."""


class DamagedCopy(RestoreError):
    """The file is no whole copy: cut, changed, or made by something else."""


class NeedsConfirmation(RestoreError):
    """The site has content that would be lost. `lost`: (what, how many)."""

    def __init__(self, lost: list[tuple[str, int]]) -> None:
        super().__init__()
        self.lost = lost
