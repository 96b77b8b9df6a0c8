from .bodies import Body
from .commitments import CREAS, Commitment, CommitmentTarget
from .cuts import Contradiction, Cut, CutRow, Figure
from .debt import DebtTotal, Denominator, Loan, LoanBalance, LoanPayment
from .milestones import Evidence, Milestone, MilestoneReport
from .pages import StatePage, StatesPage
from .plans import STATE_OF_SLUG, ActionPlan, PlanEvent, slug_of
from .questions import Question, QuestionLetter, ReminderSent
from .roles import StateVoice
from .secretariat import SecretariatMember
from .sections import (
    CommitmentsPage,
    CoursesPage,
    DebtPage,
    DocumentsPage,
    EvidencePage,
    PlansPage,
    SecretariatPage,
    SectionPage,
    StepsPage,
)
from .steps import StepRecord
from .verdicts import Verdict

__all__ = [
    "CREAS",
    "STATE_OF_SLUG",
    "ActionPlan",
    "Body",
    "Commitment",
    "CommitmentTarget",
    "CommitmentsPage",
    "Contradiction",
    "CoursesPage",
    "Cut",
    "CutRow",
    "DebtPage",
    "DebtTotal",
    "Denominator",
    "DocumentsPage",
    "Evidence",
    "EvidencePage",
    "Figure",
    "Loan",
    "LoanBalance",
    "LoanPayment",
    "Milestone",
    "MilestoneReport",
    "PlanEvent",
    "PlansPage",
    "Question",
    "QuestionLetter",
    "ReminderSent",
    "SecretariatMember",
    "SecretariatPage",
    "SectionPage",
    "StatePage",
    "StateVoice",
    "StatesPage",
    "StepRecord",
    "StepsPage",
    "Verdict",
    "slug_of",
]
