//! The type of a message comes in, the name of the channel that carries it goes out: senders and receivers in
//! different functions are linked by what they carry.

use super::types::Type;
use crate::link::Workspace;

/// The name of the channel of a message type; only types of the workspace are telling enough.
pub(super) fn message_name(ws: &Workspace, ty: &Type) -> Option<String> {
    match ty {
        Type::Def(def, _) => Some(ws.item_path(*def)),
        Type::External(_, args) => args.iter().find_map(|arg| message_name(ws, arg)),
        Type::Tuple(args) => args.iter().find_map(|arg| message_name(ws, arg)),
        _ => None,
    }
}
