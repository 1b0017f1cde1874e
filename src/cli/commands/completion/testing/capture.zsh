# What zsh offers at the end of a line: capture.zsh SCRIPT LINE. A real zsh on a terminal of its own is asked; each match is printed.
zmodload zsh/zpty
zpty zsh zsh -f -i
zpty -w zsh "PROMPT= ; unsetopt zle_bracketed_paste 2>/dev/null; source ${(q)0:A:h}/capture-setup.zsh ${(q)1}"
# Ready when the set-up says so.
zpty -r -m zsh seen '*READY*'
zpty -n -w zsh "$2"$'\t'
zpty -r -m zsh seen '*END*'
print -rl -- ${${(M)${(f)${seen//$'\r'/}}:#MATCH *}#MATCH }
zpty -d zsh
