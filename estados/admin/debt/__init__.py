"""The public debt in the admin: each person sees and changes the rows of their states."""
