@rem Runs Countersign from a checkout: builds first if that was never done. After a change: mvnw -q -Dquick -DskipTests package
@rem Arguments, working directory, console and exit code are the program's own. Exit code 3: there is no JDK, or the build failed.
@echo off
setlocal EnableExtensions DisableDelayedExpansion
set "home=%~dp0packaging\target\countersign"
call "%~dp0packaging\launch.cmd" %*
if errorlevel 1 exit /b 3
if exist "%home%\lib\radius-server-*.jar" goto run
echo Building Countersign (first time takes a minute) ... >&2
pushd "%~dp0"
call "%~dp0mvnw.cmd" -q -B -Dquick -DskipTests package >&2
if errorlevel 1 exit /b 3
popd
:run
for %%j in ("%home%\lib\radius-server-*.jar") do set "jar=%%~fj"
set options=%options% -Xlog:disable --sun-misc-unsafe-memory-access=allow "-Dcountersign.home=%home%"
rem The variable comes last and wins.
"%java%" %options% %COUNTERSIGN_JAVA_OPTIONS% -jar "%jar%" %*
exit /b %ERRORLEVEL%
