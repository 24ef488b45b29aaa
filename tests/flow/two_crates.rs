//@ crate model
//# a struct of another crate, by its methods and fields
#[derive(Debug, Clone, Default)]
pub struct Profile {
    pub mail: String,
    pub town: String,
    visits: u32,
}
impl Profile {
    pub fn new(mail: impl Into<String>) -> Self {
        Profile { mail: mail.into(), ..Self::default() }
    }
    pub fn with_town(mut self, town: &str) -> Self {
        self.town = town.to_owned();
        self
    }
    pub fn visit(&mut self) -> u32 {
        self.visits += 1;
        self.visits
    }
    pub fn domain(&self) -> Option<&str> {
        self.mail.split('@').nth(1)
    }
}
impl std::fmt::Display for Profile {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{} visits", self.visits)
    }
}
pub trait Repository {
    fn load(&self, id: u32) -> Option<Profile>;
    fn store(&mut self, profile: Profile) -> Result<u32, StoreError>;
    fn first(&self) -> Option<Profile> {
        self.load(1)
    }
}
#[derive(Debug)]
pub enum StoreError {
    Full { rejected: Profile },
    Closed,
}
pub mod events {
    pub enum Event {
        Created(super::Profile),
        Renamed { from: String, to: String },
        Removed(u32),
    }
    pub trait Handler {
        fn handle(&mut self, event: &Event);
    }
    pub fn dispatch(handlers: &mut [Box<dyn Handler>], event: Event) {
        for handler in handlers {
            handler.handle(&event);
        }
    }
}
#[macro_export]
macro_rules! profile {
    ($mail:expr) => {
        $crate::Profile::new($mail)
    };
}
//@ crate app
use model::events::{Event, Handler, dispatch};
use model::{Profile, Repository, StoreError};
fn uses_profile() {
    let mut profile = Profile::new(source()).with_town("Bonn");
    sink(&profile.mail);
    //^ flow
    sink(&profile.town);
    //^ none
    sink(profile.domain());
    //^ flow
    sink(profile.visit());
    //^ none
    sink(profile.to_string());
    //^ none
    sink(format!("{profile:?}"));
    //^ flow
}

//# a trait of another crate, implemented here
struct Memory {
    rows: Vec<Profile>,
}
impl Repository for Memory {
    fn load(&self, id: u32) -> Option<Profile> {
        self.rows.get(id as usize).cloned()
    }
    fn store(&mut self, profile: Profile) -> Result<u32, StoreError> {
        if self.rows.len() > 9 {
            return Err(StoreError::Full { rejected: profile });
        }
        self.rows.push(profile);
        Ok(self.rows.len() as u32)
    }
}
fn stores() {
    let mut memory = Memory { rows: Vec::new() };
    match memory.store(Profile::new(source())) {
        Ok(id) => sink(id),
        //^ none
        Err(StoreError::Full { rejected }) => sink(rejected.mail),
        //^ flow
        Err(StoreError::Closed) => {}
    }
    sink(memory.load(0).unwrap().mail);
    //^ flow
    sink(memory.first().unwrap().mail);
    //^ flow
    sink(memory.first().unwrap().town);
    //^ none
}

//# handlers of another crate's events
struct Teller;
impl Handler for Teller {
    fn handle(&mut self, event: &Event) {
        match event {
            Event::Created(profile) => sink(profile.mail.clone()),
            //^ flow
            Event::Renamed { from, to } => {
                sink(from);
                //^ none
                sink(to);
                //^ flow
            }
            Event::Removed(id) => sink(id),
            //^ none
        }
    }
}
fn tells() {
    let mut handlers: Vec<Box<dyn Handler>> = vec![Box::new(Teller)];
    dispatch(&mut handlers, Event::Created(Profile::new(source())));
    dispatch(&mut handlers, Event::Renamed { from: String::new(), to: source() });
    dispatch(&mut handlers, Event::Removed(3));
}

//# a macro of another crate
fn by_macro() {
    let profile = model::profile!(source());
    sink(profile.mail);
    //^ flow
    sink(model::profile!("x").mail);
    //^ none
}
