#compdef tool
# zsh completion of tool: save this as _tool in a folder of $fpath, or source it.

# Called by _arguments, which puts options for compadd before the kind of names wanted.
_tool_list() {
  local -a config words_found
  local kind=$argv[-1]
  local index
  for ((index = 2; index < ${#tool_line}; index++)); do
    case ${tool_line[index]} in
    -c|--config) config=(--config=${tool_line[index + 1]}) ;;
    --config=*) config=(${tool_line[index]}) ;;
    esac
  done
  words_found=("${(@f)$(${(Q)tool_line[1]} completion --list=$kind $config 2>/dev/null)}")
  words_found=(${words_found:#})
  (( ${#words_found} )) && compadd "${(@)argv[1,-2]}" -a words_found
}

_tool__() {
  local context state state_descr line
  typeset -A opt_args
  _arguments -s -S -C \
    '(-c --config)-c+[Configuration file.]:FILE:_files' \
    '(-c --config)--config=[Configuration file.]:FILE:_files' \
    '(-t --target)-t+[Target to work on.]:NAME:_tool_list targets' \
    '(-t --target)--target=[Target to work on.]:NAME:_tool_list targets' \
    '(--json)--json[Print JSON.]' \
    '(-v --verbose)-v[Say more.]' \
    '(-v --verbose)--verbose[Say more.]' \
    '(-y --yes)-y[Answer with yes.]' \
    '(-y --yes)--yes[Answer with yes.]' \
    '1: :->command' \
    '*:: :->rest'
  case $state in
  command)
    local -a commands
    commands=('backup:backs a target up now' 'backups:lists backups' 'config:works on the configuration' 'alter:changes a table')
    _describe -t commands command commands
    ;;
  rest)
    case $words[1] in
    backup) _tool__backup ;;
    backups) _tool__backups ;;
    config) _tool__config ;;
    alter) _tool__alter ;;
    esac
    ;;
  esac
}

_tool__backup() {
  local context state state_descr line
  typeset -A opt_args
  _arguments -s -S -C \
    '(--engine)--engine=[How the data is taken.]:logical|physical|snapshot:(logical physical snapshot)' \
    '(--threads)--threads=[Connections used.]:N: ' \
    '*--databases=[Databases to take.]:NAME: ' \
    '(--limit)--limit=[Memory used.]:SIZE: ' \
    '(--max-lag)--max-lag=[Lag tolerated.]:TIME: ' \
    '(--sync --no-sync)--sync[Force writes to the disk.]' \
    '(--sync --no-sync)--no-sync[Force writes to the disk.]' \
    '(--skip-check)--skip-check[Check nothing.]' \
    '(--password)--password=[The password.]:SECRET: ' \
    '(-c --config)-c+[Configuration file.]:FILE:_files' \
    '(-c --config)--config=[Configuration file.]:FILE:_files' \
    '(-t --target)-t+[Target to work on.]:NAME:_tool_list targets' \
    '(-t --target)--target=[Target to work on.]:NAME:_tool_list targets' \
    '(--json)--json[Print JSON.]' \
    '(-v --verbose)-v[Say more.]' \
    '(-v --verbose)--verbose[Say more.]' \
    '(-y --yes)-y[Answer with yes.]' \
    '(-y --yes)--yes[Answer with yes.]'
}

_tool__backups() {
  local context state state_descr line
  typeset -A opt_args
  _arguments -s -S -C \
    '(--since)--since=[Only what is newer.]:TIME: ' \
    '(-c --config)-c+[Configuration file.]:FILE:_files' \
    '(-c --config)--config=[Configuration file.]:FILE:_files' \
    '(-t --target)-t+[Target to work on.]:NAME:_tool_list targets' \
    '(-t --target)--target=[Target to work on.]:NAME:_tool_list targets' \
    '(--json)--json[Print JSON.]' \
    '(-v --verbose)-v[Say more.]' \
    '(-v --verbose)--verbose[Say more.]' \
    '(-y --yes)-y[Answer with yes.]' \
    '(-y --yes)--yes[Answer with yes.]' \
    '1: :->command' \
    '*:: :->rest'
  case $state in
  command)
    local -a commands
    commands=('show:shows one backup')
    _describe -t commands command commands
    ;;
  rest)
    case $words[1] in
    show) _tool__backups__show ;;
    esac
    ;;
  esac
}

_tool__backups__show() {
  local context state state_descr line
  typeset -A opt_args
  _arguments -s -S -C \
    '(-c --config)-c+[Configuration file.]:FILE:_files' \
    '(-c --config)--config=[Configuration file.]:FILE:_files' \
    '(-t --target)-t+[Target to work on.]:NAME:_tool_list targets' \
    '(-t --target)--target=[Target to work on.]:NAME:_tool_list targets' \
    '(--json)--json[Print JSON.]' \
    '(-v --verbose)-v[Say more.]' \
    '(-v --verbose)--verbose[Say more.]' \
    '(-y --yes)-y[Answer with yes.]' \
    '(-y --yes)--yes[Answer with yes.]' \
    '1:ID: ' \
    '2:LEVEL: '
}

_tool__config() {
  local context state state_descr line
  typeset -A opt_args
  _arguments -s -S -C \
    '(-c --config)-c+[Configuration file.]:FILE:_files' \
    '(-c --config)--config=[Configuration file.]:FILE:_files' \
    '(-t --target)-t+[Target to work on.]:NAME:_tool_list targets' \
    '(-t --target)--target=[Target to work on.]:NAME:_tool_list targets' \
    '(--json)--json[Print JSON.]' \
    '(-v --verbose)-v[Say more.]' \
    '(-v --verbose)--verbose[Say more.]' \
    '(-y --yes)-y[Answer with yes.]' \
    '(-y --yes)--yes[Answer with yes.]' \
    '1: :->command' \
    '*:: :->rest'
  case $state in
  command)
    local -a commands
    commands=('show:prints the configuration' 'check:checks files')
    _describe -t commands command commands
    ;;
  rest)
    case $words[1] in
    show) _tool__config__show ;;
    check) _tool__config__check ;;
    esac
    ;;
  esac
}

_tool__config__show() {
  local context state state_descr line
  typeset -A opt_args
  _arguments -s -S -C \
    '(-c --config)-c+[Configuration file.]:FILE:_files' \
    '(-c --config)--config=[Configuration file.]:FILE:_files' \
    '(-t --target)-t+[Target to work on.]:NAME:_tool_list targets' \
    '(-t --target)--target=[Target to work on.]:NAME:_tool_list targets' \
    '(--json)--json[Print JSON.]' \
    '(-v --verbose)-v[Say more.]' \
    '(-v --verbose)--verbose[Say more.]' \
    '(-y --yes)-y[Answer with yes.]' \
    '(-y --yes)--yes[Answer with yes.]'
}

_tool__config__check() {
  local context state state_descr line
  typeset -A opt_args
  _arguments -s -S -C \
    '(--subset)--subset=[Share that is checked.]:N%: ' \
    '(--nice-ratio)--nice-ratio=[Sleep per work.]:N: ' \
    '*--rename=[New names.]:A=B: ' \
    '(--output)--output=[Folder to write to.]:DIR:_files -/' \
    '(-c --config)-c+[Configuration file.]:FILE:_files' \
    '(-c --config)--config=[Configuration file.]:FILE:_files' \
    '(-t --target)-t+[Target to work on.]:NAME:_tool_list targets' \
    '(-t --target)--target=[Target to work on.]:NAME:_tool_list targets' \
    '(--json)--json[Print JSON.]' \
    '(-v --verbose)-v[Say more.]' \
    '(-v --verbose)--verbose[Say more.]' \
    '(-y --yes)-y[Answer with yes.]' \
    '(-y --yes)--yes[Answer with yes.]' \
    '*:FILE:_files'
}

_tool__alter() {
  local context state state_descr line
  typeset -A opt_args
  _arguments -s -S -C \
    '(--threads)--threads=[Connections used.]:N: ' \
    '(--skip-check)--skip-check[Check nothing.]' \
    '(--password)--password=[The password.]:SECRET: ' \
    '(-c --config)-c+[Configuration file.]:FILE:_files' \
    '(-c --config)--config=[Configuration file.]:FILE:_files' \
    '(-t --target)-t+[Target to work on.]:NAME:_tool_list targets' \
    '(-t --target)--target=[Target to work on.]:NAME:_tool_list targets' \
    '(--json)--json[Print JSON.]' \
    '(-v --verbose)-v[Say more.]' \
    '(-v --verbose)--verbose[Say more.]' \
    '(-y --yes)-y[Answer with yes.]' \
    '(-y --yes)--yes[Answer with yes.]'
}

_tool() {
  local -a tool_line
  tool_line=("${words[@]}")
  _tool__
}

if [[ $funcstack[1] == _tool ]]; then
  _tool "$@"
else
  compdef _tool tool
fi
