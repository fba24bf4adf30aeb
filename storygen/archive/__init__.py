"""Archive: what we remember: releases, every version of every story, what each rests on, who decided what."""
