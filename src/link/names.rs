//! The tables behind `Workspace`: what each module names, what each type implements.

use super::{Def, Resolved, Workspace};
use crate::model::fact::{FileFacts, ItemId, Path};
use crate::model::project::Project;

#[derive(Debug, Clone, Default)]
pub(super) struct Names {}

pub(super) fn link(project: Project, files: Vec<FileFacts>) -> Workspace {
    Workspace { project, files, ..Workspace::default() }
}

pub(super) fn item_path(_ws: &Workspace, _def: Def) -> String {
    String::new()
}

impl Names {
    pub(super) fn resolve(&self, _ws: &Workspace, _file: usize, _scope: Option<ItemId>, _path: &Path) -> Resolved {
        Resolved::Unknown
    }
    pub(super) fn methods(&self, _ty: Def, _name: &str) -> Vec<Def> {
        Vec::new()
    }
    pub(super) fn methods_named(&self, _name: &str) -> &[Def] {
        &[]
    }
    pub(super) fn impls(&self, _ty: Def) -> &[Def] {
        &[]
    }
    pub(super) fn implementors(&self, _tr: Def, _name: &str) -> Vec<Def> {
        Vec::new()
    }
}
