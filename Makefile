# git-detour. `make help` lists what there is; `make deps` installs what is missing.
#
# Sources are found by name: everything in src/ except main.c and cmd/ is libdetour.a; main.c and
# cmd/ are the program; each file in hooks/ is a hook; each tests/unit/*_test.c is a test program.
# What the machine offers is probed once into $(BUILD)/config.mk.

VERSION = 0.1.0

BUILD    = build
PREFIX   = /usr/local
DESTDIR  =
CFLAGS   = -O2 -g
CPPFLAGS =
LDFLAGS  =
LINK     = auto
SANITIZE =
WERROR   =
V        =

# As GNU has them. What shells complete with goes where each looks for what others bring.
prefix      = $(PREFIX)
exec_prefix = $(prefix)
bindir      = $(exec_prefix)/bin
libexecdir  = $(exec_prefix)/libexec
datarootdir = $(prefix)/share
datadir     = $(datarootdir)
mandir      = $(datarootdir)/man
bashcompdir = $(datadir)/bash-completion/completions
zshcompdir  = $(datadir)/zsh/site-functions
fishcompdir = $(datadir)/fish/vendor_completions.d
fishconfdir = $(datadir)/fish/vendor_conf.d
hookdir     = $(libexecdir)/git-detour

AR         = ar
AWK        = awk
NM         = nm
INSTALL    = install
PKG_CONFIG = pkg-config
TAR        = tar

.DEFAULT_GOAL := all
.DELETE_ON_ERROR:
.SUFFIXES:
FORCE:
.PHONY: FORCE all help clean

# ---- what comes before everything else

# These change what the rest of this file finds on the machine. Named together with other targets
# (`make deps test`), they run first, and a make of its own does the rest.
FIRST := $(filter clean deps deps-lint deps-browser deps-managers deps-package,$(MAKECMDGOALS))
REST  := $(filter-out help clean deps deps-lint deps-browser deps-managers deps-package,$(MAKECMDGOALS))

help:
	@sed -n 's/^#: //p' Makefile

clean:
	rm -rf '$(BUILD)'

.PHONY: deps deps-lint deps-browser deps-managers deps-package
deps:
	@contrib/deps.sh build test
	@rm -f '$(BUILD)/config.mk'
deps-lint:
	@contrib/deps.sh lint
deps-browser:
	@contrib/deps.sh browser
deps-managers:
	@contrib/deps.sh managers
deps-package:
	@contrib/deps.sh package

#: make                build/bin/git-detour, its hooks, its manual and its completions
#: make deps           install what is missing for that and for the tests
#: make deps-browser   a browser, large, for the one test that looks at the report
#: make demo           play the main job in a throwaway repository
#: make test           unit and end-to-end tests
#: make lint           layers, names, format, static analysis (make deps-lint installs the tools);
#:                     DEEP=1: that for longer
#: make fuzz           TIME=60 TARGET=NAME: bytes against the parsers, looking for trouble; one
#:                     target or all, with clang's libFuzzer; RUNS=10000000: so often at most;
#:                     SANITIZE=undefined: faster, without an eye on memory
#: make check          the rest of what CI runs: gcc and clang, sanitizers, valgrind, both ways to link
#: make test-managers  beside husky, lefthook, simple-git-hooks, pre-commit and git-lfs, which it
#:                     fetches; DETOUR_TEST_GIT=PATH: with a git of 2.54 or later too
#: make faults         fail every system call and allocation of the hooks and of what writes;
#:                     STEP=20: every 20th; SCENES='new prune': only these
#: make eval           precision and recall on the labelled corpus, where there is one;
#:                     REPO=PATH: how often each kind fires and asks in that history
#: make trace REPO=PATH  every line that handoff and patterns tell of that repository, traced
#: make bench          what hooks and commands cost beside git and others, as a table;
#:                     REPO=PATH: in that history; SIZE=full: a million commits too
#: make install        PREFIX=/usr/local DESTDIR= and the directories that GNU names: bindir,
#:                     libexecdir, datadir, mandir…; make uninstall
#: make dist           build/packages/git-detour-VERSION.tar.gz, the same bytes of the same commit
#: make distcheck      unpack that, build it, run its unit tests, install and uninstall it
#: make deb            a Debian package of that; make recipes URL=: for Homebrew and Arch
#: make check-packages distcheck, deb, lintian and the recipes; takes minutes, and CI does not run it
#:                     (make deps-package installs the tools)
#: make clean
#:
#: Variables: BUILD=build CC= CFLAGS= LDFLAGS= LINK=auto|static|dynamic (how libgit2 is linked)
#:            SANITIZE=address,undefined WERROR=1 V=1

ifneq ($(FIRST),)

deps deps-lint deps-browser deps-managers deps-package: | $(filter clean,$(FIRST))
.PHONY: $(REST) rest
$(REST): rest
	@:
rest: $(FIRST)
	@+$(MAKE) --no-print-directory $(REST)

else

# ---- packages: these look for no compiler and no library, a build tree of their own does

PACKAGES = $(BUILD)/packages
TARBALL  = $(PACKAGES)/git-detour-$(VERSION).tar.gz
URL      = file://$(abspath $(TARBALL))
HOMEPAGE = $(patsubst %/,%,$(dir $(URL)))

.PHONY: dist distcheck deb recipes check-packages
dist:
	@BUILD='$(BUILD)' TAR='$(TAR)' contrib/packaging/dist.sh '$(VERSION)' '$(TARBALL)'
distcheck: dist
	@+MAKE='$(MAKE)' contrib/packaging/distcheck.sh '$(TARBALL)' '$(BUILD)/distcheck'
deb: dist
	@contrib/packaging/deb.sh '$(TARBALL)' '$(BUILD)/deb' '$(PACKAGES)'
recipes: dist
	@contrib/packaging/recipes.sh '$(TARBALL)' '$(URL)' '$(HOMEPAGE)'
check-packages:
	@BUILD='$(abspath $(BUILD))' MAKE='$(MAKE)' tests/check distcheck deb recipes

ifneq ($(if $(MAKECMDGOALS),$(filter-out \
	help dist distcheck deb recipes check-packages,$(MAKECMDGOALS)),all),)

# ---- flags

quote = '$(subst ','\'',$(1))'

# A stamp changes only when its text does, so what depends on it is made again only then.
define stamp
	@mkdir -p $(@D)
	@printf '%s\n' $(call quote,$(1)) | cmp -s - $@ || printf '%s\n' $(call quote,$(1)) >$@
endef

ifneq ($(SANITIZE),)
SANITIZE_FLAGS := -fsanitize=$(SANITIZE) -fno-sanitize-recover=all -fno-omit-frame-pointer
endif

asked = $(CC) $(CPPFLAGS) $(CFLAGS) $(SANITIZE_FLAGS) $(LDFLAGS) $(LINK) $(PKG_CONFIG) \
	$(PKG_CONFIG_PATH)
$(BUILD)/asked: FORCE
	$(call stamp,$(asked))

$(BUILD)/config.mk: contrib/build/probe.sh contrib/build/stopwords.sh src/git/offline.c $(BUILD)/asked
	@CC=$(call quote,$(CC)) CPPFLAGS=$(call quote,$(CPPFLAGS)) LINK=$(call quote,$(LINK)) \
	CFLAGS=$(call quote,$(CFLAGS) $(SANITIZE_FLAGS)) LDFLAGS=$(call quote,$(LDFLAGS)) \
	PKG_CONFIG=$(call quote,$(PKG_CONFIG)) NM=$(call quote,$(NM)) \
	contrib/build/probe.sh $(call quote,$(BUILD)/probe) >$@.new
	@mv $@.new $@

include $(BUILD)/config.mk

WARNINGS = -Wall -Wextra -Wpedantic -Wshadow -Wconversion $(if $(WERROR),-Werror)
DEFINES  = -D_POSIX_C_SOURCE=200809L -D_XOPEN_SOURCE=700 \
	-DDETOUR_VERSION='"$(VERSION)"' \
	$(if $(filter static,$(LINKED)),-DDETOUR_LINK_STATIC)

compile = $(CC) -std=c11 -pthread -Iinclude -Isrc $(DEFINES) $(CPPFLAGS) $(WARNINGS) \
	-ffunction-sections -fdata-sections $(HARDEN_CFLAGS) $(SANITIZE_FLAGS) $(CFLAGS) $(LIB_CFLAGS)
link    = $(CC) -pthread $(CFLAGS) $(SANITIZE_FLAGS) $(HARDEN_LDFLAGS) $(LDFLAGS)

$(BUILD)/flags: FORCE
	$(call stamp,$(compile) | $(link) $(LIBS) $(TEST_LIBS))

# ---- sources and objects

LIB_SRC  := $(filter-out src/main.c src/cmd/% src/git/offline.c,$(wildcard src/*.c src/*/*.c))
MAIN_SRC := $(wildcard src/main.c src/cmd/*.c)
HOOK_SRC := $(wildcard hooks/*.c)
UNIT_SRC := $(wildcard tests/unit/*_test.c)
UNIT_AID := $(filter-out $(UNIT_SRC),$(wildcard tests/unit/*.c))
# Programs that the end-to-end tests start, and those that measure something on request.
TOOL_SRC := $(wildcard tests/tools/*.c)
EVAL_SRC := $(wildcard tests/eval/*.c)
BENCH_SRC := $(wildcard tests/bench/*.c)
# Each feeds bytes to a parser: a program of its own where they are looked for, all in one where
# known ones are replayed.
FUZZ_SRC := $(wildcard tests/fuzz/*_fuzz.c)
FUZZ_AID := tests/fuzz/fuzz.c tests/unit/scene.c

objects  = $(patsubst %.c,$(BUILD)/obj/%.o,$(1))
LIB      := $(BUILD)/lib/libdetour.a
PROGRAM  := $(if $(wildcard src/main.c),$(BUILD)/bin/git-detour)
HOOKS    := $(patsubst hooks/%.c,$(BUILD)/libexec/git-detour/%,$(HOOK_SRC))
TOOLS    := $(patsubst tests/%.c,$(BUILD)/tests/%,$(TOOL_SRC))
EVALS    := $(patsubst tests/%.c,$(BUILD)/tests/%,$(EVAL_SRC))
BENCHES  := $(patsubst tests/%.c,$(BUILD)/tests/%,$(BENCH_SRC))
FAULTS   := $(BUILD)/tests/faults/drive $(BUILD)/tests/faults/inject.so
UNITS    := $(patsubst tests/unit/%.c,$(BUILD)/tests/%,$(UNIT_SRC))
REPLAY   := $(BUILD)/tests/replay
FUZZERS  := $(patsubst tests/fuzz/%_fuzz.c,$(BUILD)/fuzzers/%,$(FUZZ_SRC))
OFFLINE   = $(if $(filter static,$(LINKED)),$(call objects,src/git/offline.c))

# The manual and the completions, made from templates and the program's own tables: what -h says.
TEMPLATES := $(wildcard contrib/man/*.in contrib/completions/*.in)
PAGES     := $(patsubst contrib/%.in,$(BUILD)/share/%,$(TEMPLATES))

all: $(LIB) $(PROGRAM) $(HOOKS) $(PAGES)
.PHONY: lib units tools evals fuzzers
lib: $(LIB)
units: $(UNITS) $(REPLAY)
fuzzers: $(FUZZERS)
tools: $(TOOLS) $(BENCHES) $(FAULTS)
evals: $(EVALS)

say = $(if $(V),,@printf '  %-5s %s\n' '$(1)' '$@';)

# Every target has the same entry: in one program they need names of their own.
FUZZING =
rename = $(if $(FUZZING),,-DLLVMFuzzerTestOneInput=fuzz_target_$(1))
$(BUILD)/obj/tests/fuzz/%_fuzz.o: tests/fuzz/%_fuzz.c $(BUILD)/flags
	@mkdir -p $(@D)
	$(call say,CC)$(compile) -Itests/unit $(call rename,$*) -MMD -MP -c -o $@ $<

$(BUILD)/obj/tests/%.o: tests/%.c $(BUILD)/flags
	@mkdir -p $(@D)
	$(call say,CC)$(compile) -Itests/unit -I$(BUILD)/tests $(TEST_CFLAGS) -MMD -MP -c -o $@ $<

$(BUILD)/obj/%.o: %.c $(BUILD)/flags
	@mkdir -p $(@D)
	$(call say,CC)$(compile) $(if $(filter $(PLACED),$<),$(PLACE)) -MMD -MP -c -o $@ $<

# The one source that knows where the hooks get installed: another PREFIX makes only this again.
PLACED = src/install/look.c
PLACE  = -DDETOUR_LIBEXECDIR='"$(hookdir)"'
$(BUILD)/place: FORCE
	$(call stamp,$(PLACE))
$(call objects,$(PLACED)): $(BUILD)/place

# A source that went away must leave the archive and the program too.
$(BUILD)/sources: FORCE
	$(call stamp,$(LIB_SRC) $(MAIN_SRC) $(UNIT_AID))

$(LIB): $(call objects,$(LIB_SRC)) $(BUILD)/sources
	@mkdir -p $(@D)
	$(call say,AR)rm -f $@ && $(AR) rcs $@ $(filter %.o,$^)

$(BUILD)/bin/git-detour: $(call objects,$(MAIN_SRC)) $(LIB) $(OFFLINE) $(BUILD)/sources
	@mkdir -p $(@D)
	$(call say,LINK)$(link) -o $@ $(call objects,$(MAIN_SRC)) $(LIB) $(OFFLINE) $(LIBS)

$(HOOKS): $(BUILD)/libexec/git-detour/%: $(BUILD)/obj/hooks/%.o $(LIB) $(OFFLINE)
	@mkdir -p $(@D)
	$(call say,LINK)$(link) -o $@ $< $(LIB) $(OFFLINE) $(LIBS)

$(TOOLS): $(BUILD)/tests/%: $(BUILD)/obj/tests/%.o $(LIB) $(OFFLINE)
	@mkdir -p $(@D)
	$(call say,LINK)$(link) -o $@ $< $(LIB) $(OFFLINE) $(LIBS)

# These measure; they have nothing of what is measured in them.
$(BENCHES): $(BUILD)/tests/%: $(BUILD)/obj/tests/%.o
	@mkdir -p $(@D)
	$(call say,LINK)$(link) -o $@ $<

$(UNITS): $(BUILD)/tests/%: $(BUILD)/obj/tests/unit/%.o
$(EVALS): $(BUILD)/tests/%: $(BUILD)/obj/tests/%.o
$(UNITS) $(EVALS): $(call objects,$(UNIT_AID)) $(LIB) $(OFFLINE) $(BUILD)/sources
	@mkdir -p $(@D)
	$(call say,LINK)$(link) -o $@ $(filter %.o,$^) $(LIB) $(LIBS) $(TEST_LIBS)

$(BUILD)/tests/targets.inc: FORCE
	$(call stamp,$(patsubst tests/fuzz/%_fuzz.c,TARGET(%),$(FUZZ_SRC)))

$(BUILD)/obj/tests/fuzz/replay.o: $(BUILD)/tests/targets.inc
$(REPLAY): $(call objects,tests/fuzz/replay.c $(FUZZ_SRC) $(FUZZ_AID)) $(LIB) $(OFFLINE)
	@mkdir -p $(@D)
	$(call say,LINK)$(link) -o $@ $(filter %.o,$^) $(LIB) $(LIBS)

$(FUZZERS): $(BUILD)/fuzzers/%: $(BUILD)/obj/tests/fuzz/%_fuzz.o $(call objects,$(FUZZ_AID)) \
		$(LIB) $(OFFLINE)
	@mkdir -p $(@D)
	$(call say,LINK)$(link) -fsanitize=fuzzer -o $@ $(filter %.o,$^) $(LIB) $(LIBS)

# Neither is linked with ours: one is loaded into our programs, in front of the C library.
faulty = $(CC) -std=c11 -D_GNU_SOURCE -O1 -g $(WARNINGS)
$(BUILD)/tests/faults/drive: $(addprefix tests/faults/,drive.c left.c tree.c drive.h \
		tree.h told.h) $(BUILD)/flags
	@mkdir -p $(@D)
	$(call say,LINK)$(faulty) -o $@ $(filter %.c,$^)
$(BUILD)/tests/faults/inject.so: tests/faults/inject.c tests/faults/told.h $(BUILD)/flags
	@mkdir -p $(@D)
	$(call say,LINK)$(faulty) -fPIC -shared -o $@ $< -ldl

# This one prints the tables, so it has to run where it is built.
$(BUILD)/tables: $(call objects,contrib/build/tables.c $(filter-out src/main.c,$(MAIN_SRC))) \
		$(LIB) $(OFFLINE) $(BUILD)/sources
	$(call say,LINK)$(link) -o $@ $(filter %.o,$^) $(LIB) $(LIBS)

$(BUILD)/tables.txt: $(BUILD)/tables
	@$(BUILD)/tables >$@

# From the template, which is named last, by the scripts named before it.
made = $(call say,PAGE)mkdir -p $(@D) && $(AWK) -v version=$(call quote,$(VERSION)) -v shell=$(1) \
	-f contrib/build/tables.awk -f contrib/build/$(2).awk $(BUILD)/tables.txt $< >$@

$(PAGES): $(BUILD)/share/%: contrib/%.in $(BUILD)/tables.txt contrib/build/tables.awk \
		contrib/build/manual.awk contrib/build/completions.awk $(BUILD)/flags
	$(call made,$(shell_of),$(if $(filter $(BUILD)/share/man/%,$@),manual,completions))
shell_of = $(if $(filter %.bash,$@),bash,$(if $(filter %.fish,$@),fish,zsh))

-include $(patsubst %.o,%.d,$(call objects,$(LIB_SRC) $(MAIN_SRC) $(HOOK_SRC) $(UNIT_SRC) \
	$(UNIT_AID) $(TOOL_SRC) $(EVAL_SRC) $(BENCH_SRC) $(FUZZ_SRC) $(FUZZ_AID) tests/fuzz/replay.c \
	contrib/build/tables.c src/git/offline.c))

# ---- tests

export NM
in_build = BUILD=$(call quote,$(abspath $(BUILD))) LINKED=$(LINKED)

.PHONY: test unit e2e demo lint check check-sanitize check-valgrind
test: all units tools
	@$(in_build) tests/run unit e2e
unit: units
	@$(in_build) tests/run unit
e2e: all tools
	@$(in_build) tests/run e2e

# What cannot be had is skipped, and why is said there.
.PHONY: test-managers
test-managers: all
	@contrib/deps.sh managers || :
	@tests/managers/fetch.sh $(call quote,$(BUILD)/managers)
	@$(in_build) tests/run managers

demo: all
	@PATH=$(call quote,$(abspath $(BUILD))/bin):"$$PATH" contrib/demo.sh

STEP   = 1
SCENES =
.PHONY: faults
faults: all tools
	@$(in_build) tests/faults/run -s $(STEP) $(SCENES)

# Nothing here can fail a build: these are figures for people to read.
REPO =
.PHONY: eval
eval: evals
	@$(BUILD)/tests/eval/corpus $(if $(REPO),$(call quote,$(REPO)))
	@$(if $(REPO),$(BUILD)/tests/eval/rates $(call quote,$(REPO)))

.PHONY: trace
trace: all tools
	@TRACE_REPO=$(call quote,$(abspath $(REPO))) $(in_build) tests/run tests/trace/repository.bats

SIZE = small
.PHONY: bench
bench: all tools
	@$(in_build) SIZE=$(call quote,$(SIZE)) tests/bench/run $(if $(REPO),$(call quote,$(REPO)))

TIME = 60
RUNS = -1
TARGET =
.PHONY: fuzz
fuzz:
	@$(in_build) MAKE=$(call quote,$(MAKE)) TIME=$(call quote,$(TIME)) RUNS=$(call quote,$(RUNS)) \
	SANITIZE=$(call quote,$(SANITIZE)) tests/fuzz/run $(TARGET)

lint: $(LIB)
	@$(in_build) LIB_CFLAGS=$(call quote,$(LIB_CFLAGS)) tests/lint/run

check-sanitize:
	@+$(MAKE) --no-print-directory unit BUILD=$(call quote,$(BUILD)/sanitize) \
		SANITIZE=address,undefined CFLAGS='-O1 -g'
check-valgrind: units
	@$(in_build) WRAPPER='valgrind -q --leak-check=full --error-exitcode=99 --suppressions=tests/valgrind.supp' tests/run unit
check:
	@$(in_build) MAKE=$(call quote,$(MAKE)) tests/check

# ---- install

.PHONY: install uninstall
dest = $(call quote,$(DESTDIR)$(1))

MAN         := $(wildcard contrib/man/*.[1-9]) $(filter $(BUILD)/share/man/%,$(PAGES))
COMPLETIONS := $(filter $(BUILD)/share/completions/%,$(PAGES)) $(wildcard contrib/completions/*.fish)

# Where each of them is looked for by its shell, and man pages by their section.
home_of = $(if $(filter %.bash,$(1)),$(bashcompdir)/git-detour,$(strip \
	$(if $(filter %.conf.fish,$(1)),$(fishconfdir)/git-detour.fish,$(strip \
	$(if $(filter %.fish,$(1)),$(fishcompdir)/git-detour.fish,$(strip \
	$(if $(filter %/_git-detour,$(1)),$(zshcompdir)/_git-detour,$(strip \
	$(mandir)/man$(patsubst .%,%,$(suffix $(1)))/$(notdir $(1))))))))))

put = $(INSTALL) -d $(call dest,$(dir $(3))) && $(INSTALL) -m $(1) $(2) $(call dest,$(3))
define newline


endef

install: all
	$(call put,755,$(BUILD)/bin/git-detour,$(bindir)/git-detour)
	$(foreach hook,$(HOOKS),$(call put,755,$(hook),$(hookdir)/$(notdir $(hook)))$(newline)	)
	$(foreach file,$(MAN) $(COMPLETIONS),$(call put,644,$(file),$(call home_of,$(file)))$(newline)	)

uninstall:
	rm -f $(call dest,$(bindir)/git-detour)
	$(foreach hook,$(HOOKS),rm -f $(call dest,$(hookdir)/$(notdir $(hook)))$(newline)	)
	$(foreach file,$(MAN) $(COMPLETIONS),rm -f $(call dest,$(call home_of,$(file)))$(newline)	)
	-rmdir $(call dest,$(hookdir)) 2>/dev/null

endif
endif
