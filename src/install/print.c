/*
 * What to paste where another manager owns the hooks; see install.h.
 *
 * These lines are shared with people who may not have git-detour, so they find it on PATH and are
 * quiet without it. Only exit code 1, a refusal that was meant, may stop a push; anything else is a
 * fault of ours and passes.
 */
#include "install.h"

#include <string.h>

#define IF_THERE "! command -v git-detour >/dev/null 2>&1 || "
#define QUIET(hook) IF_THERE "git-detour hook " hook " \"$@\" || true"

/* Standard input names what is pushed, or what became what. It is read once, and found again by
 * what stands below. */
#define INPUT_FIRST "detour_input=$(cat)\n"
#define INPUT_AGAIN "exec <<END\n$detour_input\nEND\n"
#define GIVEN(hook)                                                                                \
	IF_THERE "printf '%s\\n' \"$detour_input\" | git-detour hook " hook " \"$@\" || "
#define SCRIPTS(post_commit, pre_push, post_rewrite)                                               \
	"# " post_commit "\n" QUIET("post-commit") "\n\n# " pre_push "\n" INPUT_FIRST GIVEN(       \
		"pre-push") "[ $? -ne 1 ] || exit 1\n" INPUT_AGAIN "\n# " post_rewrite             \
			    "\n" INPUT_FIRST GIVEN("post-rewrite") "true\n" INPUT_AGAIN

static const char husky[] =
	SCRIPTS(".husky/post-commit (a line to add; make the file if it is not there)",
		".husky/pre-push: at the top; what is below finds standard input as it was",
		".husky/post-rewrite: likewise");

static const char shell[] = SCRIPTS("in your post-commit hook",
	"in your pre-push hook: at the top; what is below finds standard input as it was",
	"in your post-rewrite hook: likewise");

/* lefthook skips what it starts before a push where no file that is pushed is there now: a revert
 * that only deletes would never be told of. A file that is always there, named where the shell
 * reads a comment, keeps it from that. */
#define LEFTHOOK(hook, more, end, comment)                                                         \
	hook ":\n  jobs:\n    - name: git-detour\n" more "      run: \"" IF_THERE                  \
	     "git-detour hook " hook " {0} || " end comment "\"\n"

static const char lefthook[] =
	"# lefthook.yml (merge with what is there, then: lefthook install)\n" LEFTHOOK(
		"post-commit", "", "true", "") LEFTHOOK("pre-push",
		"      use_stdin: true\n"
		"      files: ls lefthook.* .lefthook.* 2>/dev/null | head -n 1\n",
		"[ $? -ne 1 ]", " # {files}")
		LEFTHOOK("post-rewrite", "      use_stdin: true\n", "true", "");

/* pre-commit keeps standard input to itself and tells what is pushed in variables, which the hooks
 * know. .pre-commit-hooks.yaml, at the top of the sources, says the same to those who name us as a
 * repository. */
#define PRE_COMMIT(hook, stage, end)                                                               \
	"      - id: git-detour-" hook "\n"                                                        \
	"        name: git-detour\n"                                                               \
	"        language: system\n"                                                               \
	"        entry: sh -c '! command -v git-detour >/dev/null 2>&1 || git-detour hook " hook   \
	" || " end "'\n"                                                                           \
	"        stages: [" stage "]\n"                                                            \
	"        always_run: true\n"                                                               \
	"        pass_filenames: false\n"                                                          \
	"        verbose: true\n"

static const char pre_commit[] =
	"# pre-commit and git-detour live in one hooks folder: `git detour install-hooks` alone "
	"will do,\n"
	"# before or after `pre-commit install`. To have pre-commit start it instead:\n"
	"# (before pre-commit 3.2 the stage pre-push is called push)\n"
	"# .pre-commit-config.yaml (then: pre-commit install -t post-commit -t pre-push -t "
	"post-rewrite)\n"
	"repos:\n"
	"  - repo: local\n"
	"    hooks:\n" PRE_COMMIT("post-commit", "post-commit", "true")
		PRE_COMMIT("pre-push", "pre-push", "[ $? -ne 1 ]")
			PRE_COMMIT("post-rewrite", "post-rewrite", "true");

#define JSON_IF_THERE "! command -v git-detour >/dev/null 2>&1 || git-detour hook "

static const char simple_git_hooks[] =
	"// package.json (merge with what is there, then: npx simple-git-hooks)\n"
	"\"simple-git-hooks\": {\n"
	"  \"post-commit\": \"" JSON_IF_THERE "post-commit \\\"$@\\\" || true\",\n"
	"  \"pre-push\": \"" JSON_IF_THERE "pre-push \\\"$@\\\" || [ $? -ne 1 ]\",\n"
	"  \"post-rewrite\": \"" JSON_IF_THERE "post-rewrite \\\"$@\\\" || true\"\n"
	"}\n";

/* The arguments are appended to the command by git. The event comes last: an event without a
 * command makes git refuse to commit. */
#define CONFIGURED(hook, end)                                                                      \
	"git config hook.git-detour-" hook ".command \\\n"                                         \
	"  'f() { ! command -v git-detour >/dev/null 2>&1 || git-detour hook " hook                \
	" \"$@\" || " end "; }; f'\n"                                                              \
	"git config hook.git-detour-" hook ".event " hook "\n"

static const char git_config[] =
	"# git 2.54 or later; older git passes over these. Not together with install-hooks: all "
	"would\n"
	"# run twice. With --global for all of your repositories.\n" CONFIGURED("post-commit",
		"true") CONFIGURED("pre-push", "[ $? -ne 1 ]") CONFIGURED("post-rewrite",
		"true") "# To undo:\n"
			"#   git config --remove-section hook.git-detour-post-commit\n"
			"#   git config --remove-section hook.git-detour-pre-push\n"
			"#   git config --remove-section hook.git-detour-post-rewrite\n";

static const struct {
	const char *name, *text;
} managers[] = {
	{"husky", husky},
	{"lefthook", lefthook},
	{"pre-commit", pre_commit},
	{"simple-git-hooks", simple_git_hooks},
	{"git-config", git_config},
	{"shell", shell},
};

int detour_install_print(
	const struct detour_context *ctx, const char *manager, FILE *out, struct detour_error *err)
{
	(void)ctx;
	for (size_t i = 0; i < sizeof(managers) / sizeof(*managers); i++) {
		if (strcmp(managers[i].name, manager) == 0) {
			fputs(managers[i].text, out);
			return 0;
		}
	}
	return detour_error_set(err, DETOUR_EINVALID,
		"cannot print lines for '%.60s': known are husky, lefthook, pre-commit, "
		"simple-git-hooks, git-config and shell",
		manager);
}
