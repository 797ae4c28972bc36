# bash completion of tool: source this, or save it as
# ~/.local/share/bash-completion/completions/tool

# Command as far as it is typed, option or position -> kind of value: words, files, dirs, ask, none.
_tool_kind() {
  case "$1 $2" in
  'tool -c' | 'tool --config') echo 'files' ;;
  'tool -t' | 'tool --target') echo 'ask targets' ;;
  'tool backup --engine') echo 'words logical physical snapshot' ;;
  'tool backup --threads') echo 'none' ;;
  'tool backup --databases') echo 'none,list' ;;
  'tool backup --limit') echo 'none' ;;
  'tool backup --max-lag') echo 'none' ;;
  'tool backup --password') echo 'none' ;;
  'tool backup -c' | 'tool backup --config') echo 'files' ;;
  'tool backup -t' | 'tool backup --target') echo 'ask targets' ;;
  'tool backups --since') echo 'none' ;;
  'tool backups -c' | 'tool backups --config') echo 'files' ;;
  'tool backups -t' | 'tool backups --target') echo 'ask targets' ;;
  'tool backups show -c' | 'tool backups show --config') echo 'files' ;;
  'tool backups show -t' | 'tool backups show --target') echo 'ask targets' ;;
  'tool backups show '0) echo 'none' ;;
  'tool backups show '1) echo 'none' ;;
  'tool config -c' | 'tool config --config') echo 'files' ;;
  'tool config -t' | 'tool config --target') echo 'ask targets' ;;
  'tool config show -c' | 'tool config show --config') echo 'files' ;;
  'tool config show -t' | 'tool config show --target') echo 'ask targets' ;;
  'tool config check --subset') echo 'none' ;;
  'tool config check --nice-ratio') echo 'none' ;;
  'tool config check --rename') echo 'none' ;;
  'tool config check --output') echo 'dirs' ;;
  'tool config check -c' | 'tool config check --config') echo 'files' ;;
  'tool config check -t' | 'tool config check --target') echo 'ask targets' ;;
  'tool config check '[0-9]*) echo 'files' ;;
  'tool alter --threads') echo 'none' ;;
  'tool alter --password') echo 'none' ;;
  'tool alter -c' | 'tool alter --config') echo 'files' ;;
  'tool alter -t' | 'tool alter --target') echo 'ask targets' ;;
  *) return 1 ;;
  esac
}

_tool_subcommands() {
  case "$1" in
  'tool') echo 'backup backups config alter' ;;
  'tool backups') echo 'show' ;;
  'tool config') echo 'show check' ;;
  esac
}

_tool_options() {
  case "$1" in
  'tool') echo '-c --config -t --target --json -v --verbose -y --yes' ;;
  'tool backup') echo '--engine --threads --databases --limit --max-lag --sync --no-sync --skip-check --password -c --config -t --target --json -v --verbose -y --yes' ;;
  'tool backups') echo '--since -c --config -t --target --json -v --verbose -y --yes' ;;
  'tool backups show') echo '-c --config -t --target --json -v --verbose -y --yes' ;;
  'tool config') echo '-c --config -t --target --json -v --verbose -y --yes' ;;
  'tool config show') echo '-c --config -t --target --json -v --verbose -y --yes' ;;
  'tool config check') echo '--subset --nice-ratio --rename --output -c --config -t --target --json -v --verbose -y --yes' ;;
  'tool alter') echo '--threads --skip-check --password -c --config -t --target --json -v --verbose -y --yes' ;;
  esac
}

_tool_offer() {
  local word lead=
  [[ $2 == list && $1 == *,* ]] && lead=${1%,*},
  while IFS= read -r word; do
    [[ -n $word && $lead$word == "$1"* ]] && COMPREPLY+=("$lead$word")
  done
}

_tool_value() {
  local kind=$1 current=$2 form=
  [[ $kind == *,list ]] && form=list kind=${kind%,list}
  case $kind in
  words\ *) _tool_offer "$current" "$form" < <(printf '%s\n' ${kind#words }) ;;
  ask\ *)
    _tool_offer "$current" "$form" < <("${COMP_WORDS[0]}" completion --list="${kind#ask }" \
      ${config:+--config="$config"} 2>/dev/null)
    ;;
  files | dirs)
    compopt -o filenames 2>/dev/null
    local how=-f
    [[ $kind == dirs ]] && how=-d
    _tool_offer "$current" < <(compgen "$how" -- "$current")
    ;;
  esac
}

_tool() {
  local current=${COMP_WORDS[COMP_CWORD]} command=tool position=0 config= option= index word kind IFS=$' \t\n'
  COMPREPLY=()
  for ((index = 1; index < COMP_CWORD; index++)); do
    word=${COMP_WORDS[index]}
    if [[ -n $option ]]; then
      [[ $word == = ]] && continue
      [[ $option == --config || $option == -c ]] && config=$word
      option=
    elif [[ $word == -- ]]; then
      kind=$(_tool_kind "$command" "$((position + COMP_CWORD - index - 1))") &&
        _tool_value "$kind" "$current"
      return
    elif [[ $word == -* ]]; then
      _tool_kind "$command" "$word" >/dev/null && option=$word
    elif ((position == 0)) && [[ " $(_tool_subcommands "$command") " == *" $word "* ]]; then
      command+=" $word"
    else
      ((position++))
    fi
  done
  [[ $current == = ]] && current=
  if [[ -n $option ]]; then
    _tool_value "$(_tool_kind "$command" "$option")" "$current"
  elif [[ $current == -* ]]; then
    _tool_offer "$current" < <(printf '%s\n' $(_tool_options "$command"))
  else
    ((position == 0)) && _tool_offer "$current" < <(printf '%s\n' $(_tool_subcommands "$command"))
    kind=$(_tool_kind "$command" "$position") && _tool_value "$kind" "$current"
  fi
  return 0
}
complete -F _tool tool
