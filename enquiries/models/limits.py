"""How often something was tried from where, without knowing from where."""

from django.db import models


class DailySalt(models.Model):
    """The day's salt. Thrown away after two days, and with it whatever a count could tell."""

    day = models.DateField(unique=True)
    salt = models.BinaryField(max_length=32)

    class Meta:
        default_permissions = ()

    def __str__(self) -> str:
        return f"{self.day:%Y-%m-%d}"


class Tally(models.Model):
    """A count within a window of time, under a salted digest of what is counted."""

    digest = models.BinaryField(max_length=32)
    window_at = models.DateTimeField()
    count = models.PositiveIntegerField(default=0)

    class Meta:
        default_permissions = ()
        constraints = [
            models.UniqueConstraint(fields=["digest", "window_at"], name="tally_once_a_window")
        ]
        indexes = [models.Index(fields=["window_at"], name="tally_window")]

    def __str__(self) -> str:
        return f"{self.window_at:%Y-%m-%d %H:%M}: {self.count}"


class SpentProof(models.Model):
    """A proof of work, or a wait, that was used. Each is good for one form."""

    digest = models.BinaryField(max_length=32, unique=True)
    spent_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        default_permissions = ()
        indexes = [models.Index(fields=["spent_at"], name="proof_spent")]

    def __str__(self) -> str:
        return f"{self.spent_at:%Y-%m-%d %H:%M}"
