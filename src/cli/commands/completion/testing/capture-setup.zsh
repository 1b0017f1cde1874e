# Sourced by the zsh that capture.zsh asks: completion prints its matches instead of showing them.
autoload -Uz compinit
compinit -u -D
zstyle ':completion:*' list-grouped false
source $1
compadd() {
  # Calls that only fill arrays are the completion system's own.
  if [[ ${@[1,(i)(-|--)]} == *-(O|A|D)\ * ]]; then
    builtin compadd "$@"
    return
  fi
  local -a matches
  builtin compadd -A matches "$@"
  (( $#matches )) && print -rl -- "" "MATCH "$^matches
  builtin compadd "$@"
}
captured() { print -r -- $'\n'END }
comppostfuncs=(captured)
bindkey '^I' complete-word
print READY
