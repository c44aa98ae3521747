//! Links the addon as Node loads it: what it calls of Node is found when it is loaded.

fn main() {
    napi_build::setup();
}
