//! Accounts.

use crate::Shared;
use axum::Json;
use axum::extract::State;
use axum::http::StatusCode;
use serde::Deserialize;
use std::hash::{DefaultHasher, Hash, Hasher};

/// The sign-up form.
// PRIVACY: contact-data from you for bookings under contract
#[derive(Deserialize)]
pub struct SignUp {
    full_name: String,
    email: String,
    phone: Option<String>,
    // PRIVACY: sign-in-data for account-safety
    password: String,
}

/// An account as it is kept.
// PRIVACY: contact-data from you for bookings under contract kept until-deletion
pub struct Account {
    pub full_name: String,
    pub email: String,
    pub phone: Option<String>,
    // PRIVACY: sign-in-data for account-safety
    pub password_hash: u64,
}

pub async fn sign_up(State(store): State<Shared>, Json(form): Json<SignUp>) -> StatusCode {
    let account = Account {
        full_name: form.full_name,
        email: form.email,
        phone: form.phone,
        password_hash: digest(&form.password),
    };
    let mut store = store.lock().await;
    if store.accounts.iter().any(|other| other.email == account.email) {
        return StatusCode::CONFLICT;
    }
    store.accounts.push(account);
    StatusCode::CREATED
}

/// A real service takes argon2 here.
// PRIVACY: hashes sign-in-data
fn digest(password: &str) -> u64 {
    let mut hasher = DefaultHasher::new();
    password.hash(&mut hasher);
    hasher.finish()
}

impl Account {
    pub fn signs_in(&self, email: &str, password: &str) -> bool {
        self.email == email && self.password_hash == digest(password)
    }
}
