//# `.into()` by the declared type
struct Form {
    mail: String,
    colour: String,
}
struct Row {
    address: String,
    theme: String,
}
struct Badge {
    theme: String,
}
impl From<Form> for Row {
    fn from(form: Form) -> Self {
        Row { address: form.mail, theme: form.colour }
    }
}
impl From<Form> for Badge {
    fn from(form: Form) -> Self {
        Badge { theme: form.colour }
    }
}
fn row_of(form: Form) -> Row {
    form.into()
}
fn into_declared() {
    let form = Form { mail: source(), colour: String::new() };
    let row: Row = form.into();
    sink(row.address);
    //^ flow
    sink(row.theme);
    //^ none
    let badge: Badge = Form { mail: source(), colour: String::new() }.into();
    sink(badge.theme);
    //^ none
    let returned = row_of(Form { mail: source(), colour: String::new() });
    sink(returned.address);
    //^ flow
    sink(returned.theme);
    //^ none
}

//# `.try_into()?` by the declared type
struct Number {
    digits: String,
}
impl TryFrom<String> for Number {
    type Error = ();
    fn try_from(text: String) -> Result<Self, ()> {
        Ok(Number { digits: text })
    }
}
impl TryFrom<Vec<u8>> for Number {
    type Error = ();
    fn try_from(_bytes: Vec<u8>) -> Result<Self, ()> {
        Ok(Number { digits: String::new() })
    }
}
fn try_into_declared() -> Result<(), ()> {
    let text: String = source();
    let number: Number = text.try_into()?;
    sink(number.digits);
    //^ flow
    let none: Number = String::new().try_into()?;
    sink(none.digits);
    //^ none
    Ok(())
}

//# conversion where a field or a parameter is given
struct Whole {
    name: String,
    mail: String,
}
struct Part {
    name: String,
}
impl From<&Whole> for Part {
    fn from(whole: &Whole) -> Self {
        Self { name: whole.name.clone() }
    }
}
struct Holder {
    part: Part,
}
fn takes_part(part: Part) {
    sink(part.name);
    //^ none
}
fn converted_in_place() {
    let whole = Whole { name: String::new(), mail: source() };
    takes_part((&whole).into());
    let holder = Holder { part: (&whole).into() };
    sink(holder.part.name);
    //^ none
    let named = Whole { name: source(), mail: String::new() };
    let holder = Holder { part: (&named).into() };
    sink(holder.part.name);
    //^ flow
}
