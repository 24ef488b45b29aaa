//! `out_of_product`: a product's code has a category, purpose or recipient that its own allowance leaves out.

use super::Input;
use super::draft::{Draft, any_of, at_point, at_said, at_span};
use crate::model::finding::Finding;
use crate::model::mark::Verb;

pub(super) fn run(input: &Input, findings: &mut Vec<Finding>) {
    let policy = input.survey.policy;
    for told in input.survey.told.iter().filter(|told| input.survey.counts(told, input.tests)) {
        let Some(product) = told.product.as_ref().and_then(|id| policy.products.get(id)) else { continue };
        for reference in &told.clause.categories {
            let Some(allowed) = &product.categories else { continue };
            let within = allowed.iter().any(|id| policy.is_below(&reference.id.text, id));
            if !within && told.point.is_some() && reference.id.text != "everything" {
                let message = format!("product `{}` does not collect `{}`", product.entry.id, reference.id.text);
                findings.push(
                    at_span(input, "out_of_product", told, reference.id.span, message)
                        .label("outside this product's allowance")
                        .category(&reference.id.text)
                        .help(format!("it may collect {}", any_of(allowed)))
                        .policy(input, &product.entry, "the product's allowance"),
                );
            }
        }
        for said in &told.options.purposes {
            let Some(allowed) = &product.purposes else { continue };
            if !allowed.iter().any(|id| policy.is_purpose_below(&said.id, id)) && policy.purposes.contains_key(&said.id)
            {
                let message = format!("product `{}` does not use data for `{}`", product.entry.id, said.id);
                findings.push(
                    at_said("out_of_product", told, said, message)
                        .label("outside this product's allowance")
                        .help(format!("its purposes are {}", any_of(allowed)))
                        .policy(input, &product.entry, "the product's allowance"),
                );
            }
        }
        if let (Verb::Discloses(to), Some(allowed)) = (&told.clause.verb, &product.recipients)
            && !allowed.contains(&to.text)
        {
            let message = format!("product `{}` does not disclose to `{}`", product.entry.id, to.text);
            findings.push(
                at_span(input, "out_of_product", told, to.span, message)
                    .label("outside this product's allowance")
                    .help(format!("its recipients are {}", any_of(allowed)))
                    .policy(input, &product.entry, "the product's allowance"),
            );
        }
    }
    detected(input, findings);
}

fn detected(input: &Input, findings: &mut Vec<Finding>) {
    let policy = input.survey.policy;
    for open in &input.survey.open {
        let point = &input.survey.points[open.point];
        if point.test && !input.tests {
            continue;
        }
        let Some(product) = point.product.as_ref().and_then(|id| policy.products.get(id)) else { continue };
        let (Some(allowed), Some(category)) = (&product.categories, point.categories.first()) else { continue };
        let id = category.split('.').next().unwrap_or(category);
        if !allowed.iter().any(|allowed| policy.is_below(id, allowed)) {
            let message = format!("product `{}` does not collect `{id}`", product.entry.id);
            findings.push(
                at_point("out_of_product", point, message)
                    .label("outside this product's allowance")
                    .help(format!("it may collect {}", any_of(allowed)))
                    .policy(input, &product.entry, "the product's allowance"),
            );
        }
    }
}
