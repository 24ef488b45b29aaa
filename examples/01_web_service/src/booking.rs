//! Bookings.

use crate::Shared;
use axum::Json;
use axum::extract::State;
use axum::http::StatusCode;
use serde::{Deserialize, Serialize};

/// A request for a hut.
#[derive(Deserialize)]
pub struct Request {
    // PRIVACY: contact-data from you for bookings
    email: String,
    // PRIVACY: sign-in-data from you for account-safety
    password: String,
    // PRIVACY: booking-data from you for bookings kept P400D
    stay: Stay,
}

/// Which hut, and when.
// PRIVACY: booking-data from you for bookings kept P400D
#[derive(Clone, Deserialize)]
pub struct Stay {
    hut: u32,
    first_night: String,
    nights: u8,
    guests: u8,
    note_to_warden: Option<String>,
}

impl Stay {
    /// A hut has room for one party on the night of an arrival.
    fn overlaps(&self, other: &Stay) -> bool {
        self.hut == other.hut && self.first_night == other.first_night
    }
}

/// A booking as it is kept.
pub struct Booking {
    pub account: u32,
    // PRIVACY: booking-data from you for bookings kept P400D
    pub stay: Stay,
}

/// What the warden reads.
#[derive(Serialize)]
pub struct Arrival<'a> {
    full_name: &'a str,
    phone: Option<&'a str>,
    guests: u8,
    first_night: &'a str,
    nights: u8,
    note: Option<&'a str>,
}

pub async fn book(State(store): State<Shared>, Json(request): Json<Request>) -> StatusCode {
    let mut store = store.lock().await;
    let signed_in = |account: &crate::account::Account| account.signs_in(&request.email, &request.password);
    let Some(account) = store.accounts.iter().position(signed_in) else {
        return StatusCode::UNAUTHORIZED;
    };
    let taken = |booking: &Booking| booking.account != account as u32 && booking.stay.overlaps(&request.stay);
    if store.bookings.iter().any(taken) {
        return StatusCode::CONFLICT;
    }
    notify_warden(request.stay.hut, &arrival(&store.accounts[account], &request.stay));
    store.bookings.push(Booking { account: account as u32, stay: request.stay });
    StatusCode::CREATED
}

fn arrival<'a>(account: &'a crate::account::Account, stay: &'a Stay) -> Arrival<'a> {
    Arrival {
        full_name: &account.full_name,
        phone: account.phone.as_deref(),
        guests: stay.guests,
        first_night: &stay.first_night,
        nights: stay.nights,
        note: stay.note_to_warden.as_deref(),
    }
}

/// Puts the arrival into the hut's tray, from which its printer takes it.
// PRIVACY: discloses contact-data and booking-data to warden
fn notify_warden(hut: u32, arrival: &Arrival) {
    let tray = std::env::temp_dir().join(format!("hut-{hut}.json"));
    let line = format!("{} x{} from {}", arrival.full_name, arrival.guests, arrival.first_night);
    if let Err(error) = std::fs::write(tray, line) {
        eprintln!("the tray of hut {hut} is not reachable: {error}");
    }
}
