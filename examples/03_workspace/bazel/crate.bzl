"""A stand-in for `rust_library` of rules_rust, so that this example needs nothing but Bazel."""

def _rust_crate_impl(ctx):
    return [DefaultInfo(files = depset(ctx.files.srcs))]

rust_crate = rule(
    implementation = _rust_crate_impl,
    attrs = {
        "srcs": attr.label_list(allow_files = True),
        "deps": attr.label_list(),
    },
)
