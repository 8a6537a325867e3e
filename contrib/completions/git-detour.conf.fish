# Read when fish starts: its 3.6.0 looks for the completion of git-detour under a wrong name, and so
# never does behind `git detour`. Where fish finds it by itself this adds nothing.
complete -c git -f -a '(__fish_git_complete_custom_command detour)' \
    -n 'functions -q __fish_git_complete_custom_command; and __fish_git_using_command detour'
