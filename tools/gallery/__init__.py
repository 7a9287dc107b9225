"""Every card in every state, as people see it: pictures for docs/gallery.md, and a strict look."""
