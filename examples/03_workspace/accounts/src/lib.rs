//! Accounts, for both products.

use serde::{Deserialize, Serialize};

/// Who signs up.
// PRIVACY: account-data from you for run-accounts under contract kept until-deletion
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct Account {
    /// As on the door bell.
    pub full_name: String,
    /// Where receipts go.
    pub email: String,
    /// A real product keeps a hash of it only.
    // PRIVACY: account-data.password
    #[serde(skip_serializing)]
    pub password: String,
}

/// Whether somebody agreed to something. Products ask before they record.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Consent {
    /// The switch in the settings.
    pub given: bool,
}

/// Sends a body as JSON.
pub async fn post<T: Serialize + ?Sized>(url: &str, body: &T) -> reqwest::Result<()> {
    reqwest::Client::new().post(url).json(body).send().await?.error_for_status()?;
    Ok(())
}
