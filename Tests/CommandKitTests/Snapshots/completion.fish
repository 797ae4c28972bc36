# fish completion of tool: save this as ~/.config/fish/completions/tool.fish

# Prints the command typed so far, then how many arguments follow it.
function __tool_command
    set -l words (commandline -opc)
    set -e words[1]
    set -l command tool
    set -l position 0
    set -l option ''
    for word in $words
        if test -n "$option"
            set option ''
            continue
        end
        switch "$command $word"
            case 'tool backup' 'tool backups' 'tool config' 'tool alter' 'tool backups show' 'tool config show' 'tool config check'
                if test $position -eq 0
                    set command "$command $word"
                    continue
                end
            case 'tool -c' 'tool --config' 'tool -t' 'tool --target' 'tool backup --engine' 'tool backup --threads' 'tool backup --databases' 'tool backup --limit' 'tool backup --max-lag' 'tool backup --password' 'tool backup -c' 'tool backup --config' 'tool backup -t' 'tool backup --target' 'tool backups --since' 'tool backups -c' 'tool backups --config' 'tool backups -t' 'tool backups --target' 'tool backups show -c' 'tool backups show --config' 'tool backups show -t' 'tool backups show --target' 'tool config -c' 'tool config --config' 'tool config -t' 'tool config --target' 'tool config show -c' 'tool config show --config' 'tool config show -t' 'tool config show --target' 'tool config check --subset' 'tool config check --nice-ratio' 'tool config check --rename' 'tool config check --output' 'tool config check -c' 'tool config check --config' 'tool config check -t' 'tool config check --target' 'tool alter --threads' 'tool alter --password' 'tool alter -c' 'tool alter --config' 'tool alter -t' 'tool alter --target'
                set option $word
        end
        if not string match -q -- '-*' $word
            set position (math $position + 1)
        end
    end
    printf '%s\n' $command $position
end

# True when that command is the first argument, and the position the second, if it is given.
function __tool_at
    set -l here (__tool_command)
    test "$here[1]" = "$argv[1]"; or return 1
    set -q argv[2]; or return 0
    if string match -q '*+' -- $argv[2]
        test $here[2] -ge (string trim -r -c + -- $argv[2])
    else
        test $here[2] -eq $argv[2]
    end
end

function __tool_list
    set -l words (commandline -opc)
    set -l config
    for index in (seq 2 (count $words))
        switch $words[$index]
            case -c --config
                set config --config=$words[(math $index + 1)]
            case '--config=*'
                set config $words[$index]
        end
    end
    $words[1] completion --list=$argv[1] $config 2>/dev/null
end
complete -c tool -f
complete -c tool -n '__tool_at \'tool\' 0' -a 'backup' -d 'backs a target up now'
complete -c tool -n '__tool_at \'tool\' 0' -a 'backups' -d 'lists backups'
complete -c tool -n '__tool_at \'tool\' 0' -a 'config' -d 'works on the configuration'
complete -c tool -n '__tool_at \'tool\' 0' -a 'alter' -d 'changes a table'
complete -c tool -n '__tool_at \'tool\'' -s c -l config -d 'Configuration file.' -r -F
complete -c tool -n '__tool_at \'tool\'' -s t -l target -d 'Target to work on.' -r -f -a '(__tool_list targets)'
complete -c tool -n '__tool_at \'tool\'' -l json -d 'Print JSON.'
complete -c tool -n '__tool_at \'tool\'' -s v -l verbose -d 'Say more.'
complete -c tool -n '__tool_at \'tool\'' -s y -l yes -d 'Answer with yes.'
complete -c tool -n '__tool_at \'tool backup\'' -l engine -d 'How the data is taken.' -r -f -a 'logical physical snapshot'
complete -c tool -n '__tool_at \'tool backup\'' -l threads -d 'Connections used.' -r -f
complete -c tool -n '__tool_at \'tool backup\'' -l databases -d 'Databases to take.' -r -f
complete -c tool -n '__tool_at \'tool backup\'' -l limit -d 'Memory used.' -r -f
complete -c tool -n '__tool_at \'tool backup\'' -l max-lag -d 'Lag tolerated.' -r -f
complete -c tool -n '__tool_at \'tool backup\'' -l sync -d 'Force writes to the disk.'
complete -c tool -n '__tool_at \'tool backup\'' -l no-sync -d 'Force writes to the disk.'
complete -c tool -n '__tool_at \'tool backup\'' -l skip-check -d 'Check nothing.'
complete -c tool -n '__tool_at \'tool backup\'' -l password -d 'The password.' -r -f
complete -c tool -n '__tool_at \'tool backup\'' -s c -l config -d 'Configuration file.' -r -F
complete -c tool -n '__tool_at \'tool backup\'' -s t -l target -d 'Target to work on.' -r -f -a '(__tool_list targets)'
complete -c tool -n '__tool_at \'tool backup\'' -l json -d 'Print JSON.'
complete -c tool -n '__tool_at \'tool backup\'' -s v -l verbose -d 'Say more.'
complete -c tool -n '__tool_at \'tool backup\'' -s y -l yes -d 'Answer with yes.'
complete -c tool -n '__tool_at \'tool backups\' 0' -a 'show' -d 'shows one backup'
complete -c tool -n '__tool_at \'tool backups\'' -l since -d 'Only what is newer.' -r -f
complete -c tool -n '__tool_at \'tool backups\'' -s c -l config -d 'Configuration file.' -r -F
complete -c tool -n '__tool_at \'tool backups\'' -s t -l target -d 'Target to work on.' -r -f -a '(__tool_list targets)'
complete -c tool -n '__tool_at \'tool backups\'' -l json -d 'Print JSON.'
complete -c tool -n '__tool_at \'tool backups\'' -s v -l verbose -d 'Say more.'
complete -c tool -n '__tool_at \'tool backups\'' -s y -l yes -d 'Answer with yes.'
complete -c tool -n '__tool_at \'tool backups show\'' -s c -l config -d 'Configuration file.' -r -F
complete -c tool -n '__tool_at \'tool backups show\'' -s t -l target -d 'Target to work on.' -r -f -a '(__tool_list targets)'
complete -c tool -n '__tool_at \'tool backups show\'' -l json -d 'Print JSON.'
complete -c tool -n '__tool_at \'tool backups show\'' -s v -l verbose -d 'Say more.'
complete -c tool -n '__tool_at \'tool backups show\'' -s y -l yes -d 'Answer with yes.'
complete -c tool -n '__tool_at \'tool config\' 0' -a 'show' -d 'prints the configuration'
complete -c tool -n '__tool_at \'tool config\' 0' -a 'check' -d 'checks files'
complete -c tool -n '__tool_at \'tool config\'' -s c -l config -d 'Configuration file.' -r -F
complete -c tool -n '__tool_at \'tool config\'' -s t -l target -d 'Target to work on.' -r -f -a '(__tool_list targets)'
complete -c tool -n '__tool_at \'tool config\'' -l json -d 'Print JSON.'
complete -c tool -n '__tool_at \'tool config\'' -s v -l verbose -d 'Say more.'
complete -c tool -n '__tool_at \'tool config\'' -s y -l yes -d 'Answer with yes.'
complete -c tool -n '__tool_at \'tool config show\'' -s c -l config -d 'Configuration file.' -r -F
complete -c tool -n '__tool_at \'tool config show\'' -s t -l target -d 'Target to work on.' -r -f -a '(__tool_list targets)'
complete -c tool -n '__tool_at \'tool config show\'' -l json -d 'Print JSON.'
complete -c tool -n '__tool_at \'tool config show\'' -s v -l verbose -d 'Say more.'
complete -c tool -n '__tool_at \'tool config show\'' -s y -l yes -d 'Answer with yes.'
complete -c tool -n '__tool_at \'tool config check\'' -l subset -d 'Share that is checked.' -r -f
complete -c tool -n '__tool_at \'tool config check\'' -l nice-ratio -d 'Sleep per work.' -r -f
complete -c tool -n '__tool_at \'tool config check\'' -l rename -d 'New names.' -r -f
complete -c tool -n '__tool_at \'tool config check\'' -l output -d 'Folder to write to.' -r -f -a '(__fish_complete_directories)'
complete -c tool -n '__tool_at \'tool config check\'' -s c -l config -d 'Configuration file.' -r -F
complete -c tool -n '__tool_at \'tool config check\'' -s t -l target -d 'Target to work on.' -r -f -a '(__tool_list targets)'
complete -c tool -n '__tool_at \'tool config check\'' -l json -d 'Print JSON.'
complete -c tool -n '__tool_at \'tool config check\'' -s v -l verbose -d 'Say more.'
complete -c tool -n '__tool_at \'tool config check\'' -s y -l yes -d 'Answer with yes.'
complete -c tool -n '__tool_at \'tool config check\' 0+' -F
complete -c tool -n '__tool_at \'tool alter\'' -l threads -d 'Connections used.' -r -f
complete -c tool -n '__tool_at \'tool alter\'' -l skip-check -d 'Check nothing.'
complete -c tool -n '__tool_at \'tool alter\'' -l password -d 'The password.' -r -f
complete -c tool -n '__tool_at \'tool alter\'' -s c -l config -d 'Configuration file.' -r -F
complete -c tool -n '__tool_at \'tool alter\'' -s t -l target -d 'Target to work on.' -r -f -a '(__tool_list targets)'
complete -c tool -n '__tool_at \'tool alter\'' -l json -d 'Print JSON.'
complete -c tool -n '__tool_at \'tool alter\'' -s v -l verbose -d 'Say more.'
complete -c tool -n '__tool_at \'tool alter\'' -s y -l yes -d 'Answer with yes.'
