# shellcheck shell=bash
# SPDX-License-Identifier: BSD-3-Clause
# Packages of an architecture that is not this machine's, without telling its package manager of it. Sourced.

# own_index FOLDER ARCH: reads the package index of that architecture into the folder; $apt are the options that make
# apt use it. Nothing is installed there, so to install a package there is to get all that it depends on.
own_index()
{
	mkdir -p "$1/lists/partial" "$1/archives/partial"
	: > "$1/status"
	apt=(-o APT::Architecture="$2" -o APT::Architectures="$2" -o Dir::State="$1"
		-o Dir::State::status="$1/status" -o Dir::Cache="$1" -o APT::Sandbox::User=root)
	apt-get -qq "${apt[@]}" update
}
