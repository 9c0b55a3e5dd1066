"""Every act that the log tells of, in the words of the page. A new act is a line in each of the two lists."""

from collections.abc import Mapping
from enum import StrEnum

from evenhand.kit.words import Sentence, say


class Act(StrEnum):
    """What was done, alphabetical."""

    APPLICATION_COMPARED = "application.compared"
    APPLICATION_MOVED = "application.moved"
    APPLICATION_MOVE_UNDONE = "application.move_undone"
    APPLICATION_READ = "application.read"
    APPLICATION_REJECTED = "application.rejected"
    APPLICATION_WITHDRAWN = "application.withdrawn"
    AUDIT_EXPORTED = "audit.exported"
    AUDIT_READ = "audit.read"
    EMAIL_CHANGED = "email.changed"
    EMAIL_CHANGE_ASKED = "email.change_asked"
    EMAIL_VERIFIED = "email.verified"
    ERASURE_ASKED = "erasure.asked"
    ERASURE_CANCELLED = "erasure.cancelled"
    ERASURE_DONE = "erasure.done"
    CONSENT_GIVEN = "consent.given"
    CONSENT_WITHDRAWN = "consent.withdrawn"
    BACKUP_MADE = "backup.made"
    BACKUP_RESTORED = "backup.restored"
    FILES_MOVED = "files.moved"
    FOOTPRINT_LINKED = "footprint.linked"
    FOOTPRINT_LOOKED = "footprint.looked"
    FOOTPRINT_PROVED = "footprint.proved"
    FOOTPRINT_UNLINKED = "footprint.unlinked"
    HOLD_ENDED = "hold.ended"
    HOLD_LIFTED = "hold.lifted"
    HOLD_SET = "hold.set"
    CONTEST_ANSWERED = "contest.answered"
    INTERVIEW_INVITED = "interview.invited"
    INTERVIEW_RATED = "interview.rated"
    INVITATION_ACCEPTED = "invitation.accepted"
    INVITATION_MADE = "invitation.made"
    INVITATION_WITHDRAWN = "invitation.withdrawn"
    ISSUER_CONNECTED = "issuer.connected"
    ISSUER_DISCONNECTED = "issuer.disconnected"
    JOB_CLOSED = "job.closed"
    JOB_PUBLISHED = "job.published"
    KEY_ADDED = "key.added"
    KEY_RETIRED = "key.retired"
    KEYS_ROTATED = "key.rotated"
    KEYS_MISSING = "key.missing"
    KEY_MADE = "key.made"
    KEY_REVOKED = "key.revoked"
    PASSWORD_CHANGED = "password.changed"  # noqa: S105 - the name of an act
    PASSWORD_RESET = "password.reset"  # noqa: S105 - the name of an act
    QUESTION_APPROVED = "question.approved"
    QUESTION_REJECTED = "question.rejected"
    RESUME_FILE_READ = "resume.file_read"
    RESUME_LINK_MADE = "resume.link_made"
    RESUME_LINK_OPENED = "resume.link_opened"
    RETENTION_CHANGED = "retention.changed"
    RETENTION_RUN = "retention.run"
    ROLE_GIVEN = "role.given"
    ROLE_TAKEN = "role.taken"
    RULES_CHANGED = "rules.changed"
    SCORECARD_ASKED = "scorecard.asked"
    SCORE_CONTESTED = "score.contested"
    SCORECARD_READ = "scorecard.read"
    SCORECARD_RELEASED = "scorecard.released"
    RECOVERY_CODES_MADE = "recovery_codes.made"
    RECOVERY_CODE_USED = "recovery_code.used"
    SECOND_STEP_OFF = "second_step.off"
    SECOND_STEP_ON = "second_step.on"
    SECOND_STEP_RESET = "second_step.reset"
    SECOND_STEP_RULE = "second_step.rule"
    SIGN_INS_ENDED = "sign_ins.ended"
    SIGN_IN_ENDED = "sign_in.ended_elsewhere"
    TOKEN_REUSED = "refresh_token.reused"  # noqa: S105 - the name of an act
    SIGNED_OUT = "sign_in.ended"
    SIGN_IN_FAILED = "sign_in.failed"
    SIGN_IN_SUCCEEDED = "sign_in.succeeded"
    USERS_IMPORTED = "user.imported"


class Object(StrEnum):
    """What it was done to."""

    APPLICATION = "application"
    ERASURE = "erasure"
    HOLD = "hold"
    INTERVIEW = "interview"
    INVITATION = "invitation"
    JOB = "job"
    KEY = "key"
    PERSON = "person"
    QUESTION = "question"
    RESUME = "resume"


WORDS: Mapping[Act, Sentence] = {
    Act.APPLICATION_COMPARED: say("Compared an applicant with others"),
    Act.APPLICATION_MOVED: say("Moved an application"),
    Act.APPLICATION_MOVE_UNDONE: say("Took a move back"),
    Act.APPLICATION_READ: say("Read an application"),
    Act.APPLICATION_REJECTED: say("Rejected an application"),
    Act.APPLICATION_WITHDRAWN: say("Withdrew an application"),
    Act.AUDIT_EXPORTED: say("Exported the audit log"),
    Act.AUDIT_READ: say("Read the audit log"),
    Act.EMAIL_CHANGED: say("Changed the e-mail address"),
    Act.EMAIL_CHANGE_ASKED: say("Asked for another e-mail address"),
    Act.EMAIL_VERIFIED: say("Confirmed the e-mail address"),
    Act.ERASURE_ASKED: say("Asked for an erasure"),
    Act.ERASURE_CANCELLED: say("Called an erasure off"),
    Act.ERASURE_DONE: say("Erased"),
    Act.CONSENT_GIVEN: say("Agreed to a use of their data"),
    Act.CONSENT_WITHDRAWN: say("Took back an agreement"),
    Act.BACKUP_MADE: say("Made a backup"),
    Act.FILES_MOVED: say("Moved the files to another store"),
    Act.BACKUP_RESTORED: say("Restored a backup"),
    Act.FOOTPRINT_LINKED: say("Named an account of theirs on a public site"),
    Act.FOOTPRINT_LOOKED: say("Asked a public site what an account shows"),
    Act.FOOTPRINT_PROVED: say("Proved that an account on a public site is theirs"),
    Act.FOOTPRINT_UNLINKED: say("Took an account on a public site away"),
    Act.HOLD_ENDED: say("A legal hold ended on its day"),
    Act.HOLD_LIFTED: say("Lifted a legal hold"),
    Act.HOLD_SET: say("Set a legal hold"),
    Act.CONTEST_ANSWERED: say("Answered a contested score"),
    Act.INTERVIEW_INVITED: say("Invited to an interview"),
    Act.INTERVIEW_RATED: say("Rated an interview"),
    Act.INVITATION_ACCEPTED: say("Joined by an invitation"),
    Act.INVITATION_MADE: say("Invited a colleague"),
    Act.INVITATION_WITHDRAWN: say("Withdrew an invitation"),
    Act.ISSUER_CONNECTED: say("Connected another service to sign in by"),
    Act.ISSUER_DISCONNECTED: say("Disconnected a service to sign in by"),
    Act.JOB_CLOSED: say("Closed a job"),
    Act.JOB_PUBLISHED: say("Published a job"),
    Act.KEY_ADDED: say("Added a master key"),
    Act.KEY_RETIRED: say("Retired a master key"),
    Act.KEYS_ROTATED: say("Wrapped the keys anew"),
    Act.KEYS_MISSING: say("Found too many people without keys after a restore, and erased nobody"),
    Act.KEY_MADE: say("Made a key for a program"),
    Act.KEY_REVOKED: say("Revoked a key for a program"),
    Act.PASSWORD_CHANGED: say("Changed their password"),
    Act.PASSWORD_RESET: say("Set a new password by a link in a mail"),
    Act.QUESTION_APPROVED: say("Approved a question"),
    Act.QUESTION_REJECTED: say("Rejected a question"),
    Act.RESUME_FILE_READ: say("Downloaded an applicant’s file"),
    Act.RESUME_LINK_MADE: say("Made a link to the file of their resume"),
    Act.RESUME_LINK_OPENED: say("Somebody opened the file of their resume by a link of theirs"),
    Act.RETENTION_CHANGED: say("Changed how long applications are kept"),
    Act.RETENTION_RUN: say("Removed what had been kept long enough"),
    Act.ROLE_GIVEN: say("Gave a role"),
    Act.ROLE_TAKEN: say("Took a role away"),
    Act.RULES_CHANGED: say("Changed the rules of the organisation"),
    Act.SCORECARD_ASKED: say("Asked to see their scorecard"),
    Act.SCORE_CONTESTED: say("Contested a score"),
    Act.SCORECARD_READ: say("Read a scorecard"),
    Act.SCORECARD_RELEASED: say("Showed the applicant their scorecard"),
    Act.RECOVERY_CODES_MADE: say("Had new recovery codes made"),
    Act.RECOVERY_CODE_USED: say("Used a recovery code"),
    Act.SECOND_STEP_OFF: say("Switched the second step off"),
    Act.SECOND_STEP_ON: say("Switched the second step on"),
    Act.SECOND_STEP_RESET: say("Took a second step away that its owner had lost"),
    Act.SECOND_STEP_RULE: say("Changed whether members need a second step"),
    Act.SIGN_INS_ENDED: say("Signed out everywhere else"),
    Act.SIGN_IN_ENDED: say("Ended a sign-in elsewhere"),
    Act.TOKEN_REUSED: say("A refresh token was used twice, and its sign-in was ended"),
    Act.SIGNED_OUT: say("Signed out"),
    Act.SIGN_IN_FAILED: say("Could not sign in"),
    Act.SIGN_IN_SUCCEEDED: say("Signed in"),
    Act.USERS_IMPORTED: say("Imported accounts"),
}

OBJECTS: Mapping[Object, Sentence] = {
    Object.APPLICATION: say("Application"),
    Object.ERASURE: say("Erasure"),
    Object.HOLD: say("Legal hold"),
    Object.INTERVIEW: say("Interview"),
    Object.INVITATION: say("Invitation"),
    Object.JOB: say("Job"),
    Object.KEY: say("Key"),
    Object.PERSON: say("Person"),
    Object.QUESTION: say("Question"),
    Object.RESUME: say("Resume"),
}
