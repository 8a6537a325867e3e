/*
 * Is a person at the keyboard, or a program? Each function gives NULL, or the reason why nobody can
 * be asked, in a few words for people.
 *
 * A program that commits may well have a terminal: its own, ours, or a private one. So besides the
 * terminal itself we look at the environment and at who leads the group of processes.
 */
#ifndef DETOUR_PRESENCE_H
#define DETOUR_PRESENCE_H

#include "detour.h"

/* What the environment says; costs nothing. */
const char *detour_presence_environment(const struct detour_context *ctx);
/* The reason why it is a program that works here, as the environment tells; NULL: maybe a person,
 * who cannot be asked all the same where there is no terminal. */
const char *detour_presence_program(const struct detour_context *ctx);
/* Standard error is our own terminal, it is in its usual mode and listens to our group, and git
 * itself leads that group. `fd` is /dev/tty. */
const char *detour_presence_terminal(int standard_error, int fd);
/* Is a program of that file name git? */
bool detour_presence_is_git(const char *name);

#endif
