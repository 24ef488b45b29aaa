"""One action a crate that reads its facts, and one test that merges them and holds them against the policy.

The aspect walks `deps`, so it fits any rule with `srcs` and `deps` whose name is the cargo package's, as
`rust_library` of rules_rust. Facts hold literals of the code: a cache they go to is as confidential as the code.
"""

_TOOL = "//bazel:cargo-privacy-lint"

FactsInfo = provider("The facts of a crate and of what it depends on.", fields = {"shards": "depset of files"})

# Sandboxed inputs are links that lead out of the sandbox, and no scan follows those: they are copied. The other
# crates are there by name alone.
_EXTRACT = """
set -eu
tool="$PWD/$1" names="$2" crate="$3" shard="$PWD/$4"
shift 4
tree="$(mktemp -d)"
trap 'rm -rf "$tree"' EXIT
while read -r name; do
    mkdir -p "$tree/$(dirname "$name")"
    : > "$tree/$name"
done < "$names"
for file in "$@"; do
    mkdir -p "$tree/$(dirname "$file")"
    cp -L "$file" "$tree/$file"
done
cd "$tree"
"$tool" privacy-lint extract --no-cache -j 1 -p "$crate" -o "$shard"
"""

def _facts_impl(target, ctx):
    deps = [dep[FactsInfo].shards for dep in getattr(ctx.rule.attr, "deps", []) if FactsInfo in dep]
    sources = [file for src in ctx.rule.attr.srcs for file in src.files.to_list()]
    shard = ctx.actions.declare_file(ctx.label.name + ".facts")
    names = ctx.file._names
    inputs = sources + ctx.files._manifests
    ctx.actions.run_shell(
        mnemonic = "PrivacyFacts",
        progress_message = "Reading what %s collects" % ctx.label,
        inputs = inputs + [names],
        outputs = [shard],
        tools = [ctx.executable._tool],
        command = _EXTRACT,
        arguments = [ctx.executable._tool.path, names.path, ctx.label.name, shard.path] + [file.path for file in inputs],
    )
    return [FactsInfo(shards = depset([shard], transitive = deps))]

privacy_facts = aspect(
    implementation = _facts_impl,
    attr_aspects = ["deps"],
    attrs = {
        "_tool": attr.label(default = _TOOL, allow_single_file = True, executable = True, cfg = "host"),
        "_names": attr.label(default = "//:names", allow_single_file = True),
        "_manifests": attr.label(default = "//:manifests", allow_files = True),
    },
)

_CHECK = """#!/usr/bin/env bash
set -eu
tree="$(mktemp -d)"
trap 'rm -rf "$tree"' EXIT
here="$PWD"
for file in {files}; do
    mkdir -p "$tree/$(dirname "$file")"
    cp -L "$file" "$tree/$file"
done
cd "$tree"
"$here/{tool}" privacy-lint check "$@" --policy "{policy}" --facts {shards}
"""

def _test_impl(ctx):
    shards = depset(transitive = [crate[FactsInfo].shards for crate in ctx.attr.crates]).to_list()
    files = [ctx.file.policy] + ctx.files.data
    script = ctx.actions.declare_file(ctx.label.name + ".sh")
    ctx.actions.write(script, is_executable = True, content = _CHECK.format(
        files = " ".join(["'%s'" % file.short_path for file in files]),
        tool = ctx.executable._tool.short_path,
        policy = ctx.file.policy.short_path,
        shards = " ".join(["\"$here/%s\"" % shard.short_path for shard in shards]),
    ))
    runfiles = ctx.runfiles(files = files + shards + [ctx.executable._tool])
    return [DefaultInfo(executable = script, runfiles = runfiles)]

privacy_lint_test = rule(
    implementation = _test_impl,
    test = True,
    attrs = {
        "crates": attr.label_list(aspects = [privacy_facts]),
        "policy": attr.label(allow_single_file = True),
        "data": attr.label_list(allow_files = True),
        "_tool": attr.label(default = _TOOL, allow_single_file = True, executable = True, cfg = "host"),
    },
)

def _file_names_impl(ctx):
    names = ctx.actions.declare_file(ctx.label.name + ".txt")
    ctx.actions.write(names, "".join([file.path + "\n" for file in ctx.files.srcs]))
    return [DefaultInfo(files = depset([names]))]

file_names = rule(
    implementation = _file_names_impl,
    attrs = {"srcs": attr.label_list(allow_files = True)},
)
