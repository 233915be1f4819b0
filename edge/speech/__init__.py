"""From outcome to words: what the caller hears, or the model goes on from."""

from edge.speech.lines import BREAKS as BREAKS
from edge.speech.lines import MAX_CHARACTERS as MAX_CHARACTERS
from edge.speech.lines import line as line
from edge.speech.sentences import BROKEN as BROKEN
from edge.speech.sentences import SENTENCES as SENTENCES
from edge.speech.sentences import UNREACHABLE as UNREACHABLE
from edge.speech.words import INTERNALS as INTERNALS
from edge.speech.words import SPEAKING as SPEAKING
from edge.speech.words import Speech as Speech
from edge.speech.words import of_error as of_error
from edge.speech.words import of_outdated as of_outdated
