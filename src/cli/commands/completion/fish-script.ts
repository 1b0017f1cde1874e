import type { CompletedCommand, CompletedOption, Slot } from "./completion-tree.ts";

/** The script for fish, 3.0 and newer. */
export function fishScript(tree: readonly CompletedCommand[]): string {
  const valued = new Set(tree.flatMap(({ options }) => options.filter(({ value }) => value !== null).map(({ flag }) => flag)));
  return `# Completion of steadfast in fish, written by: steadfast completion fish

set -g __steadfast_paths ${tree.filter(({ path }) => path.length > 0).map(({ path }) => quoted(path.join(" "))).join(" ")}
set -g __steadfast_valued ${[...valued].join(" ")}

# Whether the words so far name this command and no other below it, with so many arguments at most.
function __steadfast_at
    set -l named
    set -l place 0
    set -l skip 0
    set -l tokens (commandline -opc)
    for word in $tokens[2..-1]
        if test $skip -eq 1
            set skip 0
        else if string match -q -- '-*' $word
            contains -- $word $__steadfast_valued; and set skip 1
        else if test $place -eq 0; and contains -- (string join ' ' $named $word) $__steadfast_paths
            set named $named $word
        else
            set place (math $place + 1)
        end
    end
    test "$argv[1]" = (string join ' ' $named | string collect --allow-empty); or return 1
    test (count $argv) -lt 2; or test $place -eq $argv[2]; or test "$argv[3]" = more -a $place -ge $argv[2]
end

# Folders, but for a reference such as lab:name.
function __steadfast_folders
    set -l word (commandline -ct | string replace -r '^--[\\w-]+=' '')
    string match -q '*:*' -- $word; or __fish_complete_directories $word
end

complete -c steadfast -f
complete -c steadfast -l help -d 'this help'
${tree.flatMap(linesOf).join("\n")}
`;
}

function linesOf({ path, commands, options, arguments: places }: CompletedCommand): string[] {
  const at = `__steadfast_at ${doubleQuoted(path.join(" "))}`;
  return [
    ...commands.map(({ name, summary }) => `complete -c steadfast -n ${quoted(`${at} 0`)} -a ${name} -d ${quoted(summary)}`),
    ...options.map((option) => `complete -c steadfast -n ${quoted(at)} -l ${option.flag.slice(2)} -d ${quoted(option.summary)}${valueOf(option)}`),
    ...places.flatMap((slot, place) => (slot.words.length === 0 && slot.paths === null ? [] : [`complete -c steadfast -n ${quoted(`${at} ${place}${slot.variadic ? " more" : ""}`)}${offered(slot)}`])),
  ];
}

function valueOf({ value }: CompletedOption): string {
  if (value === null) return "";
  return `${value.paths === "files" ? " -r" : " -x"}${offered(value)}`;
}

function offered({ words, paths }: Slot): string {
  const list = [...words, ...(paths === "folders" ? ["(__steadfast_folders)"] : [])].join(" ");
  return `${paths === "files" ? " -F" : ""}${list === "" ? "" : ` -a ${quoted(list)}`}`;
}

function quoted(text: string): string {
  return `'${text.replaceAll("\\", "\\\\").replaceAll("'", String.raw`\'`)}'`;
}

function doubleQuoted(text: string): string {
  return `"${text}"`;
}
