/* What a new journal says to those who open its folder. Pure. */
#ifndef DETOUR_JOURNAL_WELCOME_H
#define DETOUR_JOURNAL_WELCOME_H

/* README.md: when to write a session, when not, and what helps. Markdown. */
const char *detour_journal_readme(void);

#endif
