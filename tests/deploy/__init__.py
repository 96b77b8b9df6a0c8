"""The production profile: what runs it, what it promises, and what it refuses."""
